package io.perigee.ngx.thread;

import io.perigee.core.worker.Holdings;
import io.perigee.lua.LuaVm;
import io.perigee.ngx.limit.RunLimits;
import io.perigee.ngx.limit.RunMeter;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler keeps for one VM: the handler run that has the processor at this moment. API
 * functions find their caller here, never in a static field.
 */
public final class ThreadHost {
  private final LuaVm vm;
  private @Nullable ThreadContext current;
  private Holdings holdings = new Holdings();
  private boolean isolatesGlobals;
  private @Nullable RunMeter meter;
  private RunLimits backgroundLimits = RunLimits.NONE;

  /** Makes the host side of a VM. */
  public ThreadHost(LuaVm vm) {
    this.vm = vm;
  }

  /** The VM. */
  public LuaVm vm() {
    return vm;
  }

  /** Where waiting threads are counted; from {@link #holdings(Holdings)} on with their worker. */
  Holdings holdings() {
    return holdings;
  }

  /** The VM begins its life on a worker that counts what it holds here. */
  public void holdings(Holdings account) {
    holdings = account;
  }

  /** Whether each entry thread has globals of its own ({@code lua_isolate_globals}). */
  public boolean isolatesGlobals() {
    return isolatesGlobals;
  }

  /** Sets whether each entry thread has globals of its own. */
  public void isolatesGlobals(boolean on) {
    isolatesGlobals = on;
  }

  /** Has all runs measured from now on; those without a client have the given limits. */
  public void meter(RunMeter runMeter, RunLimits withoutClient) {
    meter = runMeter;
    backgroundLimits = withoutClient;
  }

  /** Whether runs are measured, because some have limits. */
  public boolean isMetered() {
    return meter != null;
  }

  /** The limits of timers. */
  public RunLimits backgroundLimits() {
    return backgroundLimits;
  }

  /** The handler run that has the processor, or null while no handler runs (init). */
  public @Nullable ThreadContext current() {
    return current;
  }

  /**
   * Gives the processor to a handler run and returns who had it before; the caller hands that one
   * to {@link #leave} when the run gave control back.
   */
  public @Nullable ThreadContext enter(ThreadContext context) {
    ThreadContext outer = current;
    current = context;
    if (meter != null) {
      meter.begin(context.account());
    }
    return outer;
  }

  /** Ends what {@link #enter} began. */
  public void leave(@Nullable ThreadContext outer) {
    current = outer;
    if (meter != null) {
      meter.end(outer == null ? null : outer.account());
    }
  }
}
