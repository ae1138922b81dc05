package io.perigee.ngx.api;

import io.perigee.core.cycle.Cycle;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.Level;
import io.perigee.core.worker.Timer;
import io.perigee.core.worker.Worker;
import io.perigee.core.worker.WorkerClock;
import io.perigee.lua.LuaVm;
import io.perigee.lua.runtime.LuaError;
import io.perigee.ngx.thread.LightThread;
import io.perigee.ngx.thread.ThreadContext;
import io.perigee.ngx.thread.ThreadHost;
import io.perigee.ngx.thread.ThreadOperations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The caller's side of an API function: the VM, its worker, the handler run and the coroutine that
 * call. There is one object of it for a VM; what it answers is true at the moment of the question.
 */
public final class ApiCall {
  private final ThreadHost host;
  private final Cycle cycle;
  private final WorkerClock startClock = new WorkerClock();
  private @Nullable Worker worker;
  private final Map<Class<?>, Object> states = new HashMap<>();
  private final List<Runnable> closing = new ArrayList<>(0);

  /** Binds the API to a VM of a cycle whose workers have not started yet. */
  public ApiCall(ThreadHost host, Cycle cycle) {
    this.host = host;
    this.cycle = cycle;
    host.vm().finalizers().errors(message -> log().log(Level.ERROR, message));
  }

  /** The VM begins its life on a worker. */
  public void worker(Worker owner) {
    worker = owner;
    host.holdings(owner.holdings());
  }

  /** The VM. */
  public LuaVm vm() {
    return host.vm();
  }

  /** The scheduler's data of the VM. */
  public ThreadHost host() {
    return host;
  }

  /** The configuration that the VM was made for. */
  public Cycle cycle() {
    return cycle;
  }

  /** The error log of the configuration's top level. */
  public ErrorLog log() {
    return cycle.errorLog();
  }

  /** The time as the worker sees it; before there is a worker, the time of the start. */
  public WorkerClock clock() {
    Worker owner = worker;
    return owner == null ? startClock : owner.clock();
  }

  /** The worker that owns the VM; an error where no worker runs yet (init). */
  public Worker worker() {
    Worker owner = worker;
    if (owner == null) {
      throw LuaError.at(1, "no request found");
    }
    return owner;
  }

  /** The worker that owns the VM, or null where no worker runs yet (init). */
  public @Nullable Worker workerOrNull() {
    return worker;
  }

  /** What a family keeps for this VM, made at first use. */
  public <T> T state(Class<T> type, Function<ApiCall, T> maker) {
    Object known = states.get(type);
    if (known == null) {
      known = maker.apply(this);
      states.put(type, known);
    }
    return type.cast(known);
  }

  /** Registers what is done when the VM ends. */
  public void whenClosed(Runnable task) {
    closing.add(task);
  }

  /** The VM ends: what was registered for it runs. */
  public void close() {
    for (Runnable task : closing.toArray(Runnable[]::new)) {
      task.run();
    }
    closing.clear();
  }

  /** The handler run that calls, or null outside of one (init). */
  public @Nullable ThreadContext current() {
    return host.current();
  }

  /**
   * The handler run that calls; for functions whose phase check has made sure that there is one.
   */
  public ThreadContext context() {
    ThreadContext context = host.current();
    if (context == null) {
      throw LuaError.at(1, "no request ctx found");
    }
    return context;
  }

  /**
   * Lets the event loop go round before the running coroutine goes on. Where it cannot wait, as in
   * a filter, nothing happens.
   */
  public void giveWay() {
    ThreadContext context = host.current();
    LightThread thread = context == null ? null : context.current();
    if (thread == null
        || thread != vm().currentCoroutine()
        || !PhaseSet.YIELDABLE.contains(thread.context().phase())) {
      return;
    }
    Timer timer = worker().timer(0, () -> thread.context().wake(thread));
    thread.pending(timer::cancel);
    try {
      ThreadOperations.await(thread);
    } catch (LuaError pinned) {
      // A frame below cannot be left, as while a class is initialized: it gives way later.
      thread.cancelPending();
    }
  }

  /** The coroutine that calls; for functions that are allowed only where coroutines run. */
  public LightThread thread() {
    LightThread thread = context().current();
    if (thread == null) {
      throw LuaError.at(1, "no co ctx found");
    }
    return thread;
  }
}
