package io.perigee.ngx.thread;

import io.perigee.lua.LuaVm;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler keeps for one VM: the handler run that has the processor at this moment. API
 * functions find their caller here, never in a static field.
 */
public final class ThreadHost {
  private final LuaVm vm;
  private @Nullable ThreadContext current;

  /** Makes the host side of a VM. */
  public ThreadHost(LuaVm vm) {
    this.vm = vm;
  }

  /** The VM. */
  public LuaVm vm() {
    return vm;
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
    return outer;
  }

  /** Ends what {@link #enter} began. */
  public void leave(@Nullable ThreadContext outer) {
    current = outer;
  }
}
