package io.perigee.ngx.workerthread;

import io.perigee.core.worker.ThreadPool;
import io.perigee.core.worker.Worker;
import io.perigee.lua.LuaOptions;
import io.perigee.lua.LuaVm;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.value.LuaFault;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.api.ApiTree;
import io.perigee.ngx.api.PhaseSet;
import io.perigee.ngx.thread.LightThread;
import io.perigee.ngx.thread.ThreadOperations;
import org.jspecify.annotations.Nullable;

/**
 * {@code ngx.run_worker_thread(pool, module, function, ...)}: a function of a module runs on a
 * thread of a {@code thread_pool}, in another VM, while the caller waits and its worker goes on.
 * Whatever goes wrong is returned as {@code false} and a message, in ngx_lua's words.
 */
public final class WorkerThreadApi implements ApiFamily {
  private final LuaOptions options;
  private final ApiTree api;
  private final int vms;

  /** The family, with what the VMs of the threads have and how many there may be for a worker. */
  public WorkerThreadApi(LuaOptions options, ApiTree api, int vms) {
    this.options = options;
    this.api = api;
    this.vms = vms;
  }

  @Override
  public void register(ApiTable ngx) {
    ngx.variadic("run_worker_thread", this::run);
  }

  private @Nullable Object run(ApiCall call, @Nullable Object[] args) {
    if (args.length < 3) {
      return failure("expecting at least 3 arguments");
    }
    PhaseSet.YIELDABLE.check(call.current());
    LuaString name = Conversions.toLuaString(args[0]);
    if (name == null) {
      return failure("threadpool should be a string");
    }
    ThreadPool pool = ThreadPool.find(call.worker(), name.toString());
    if (pool == null) {
      return failure("thread pool " + name + " not found");
    }
    LuaString module = Conversions.toLuaString(args[1]);
    if (module == null) {
      return failure("module name should be a string");
    }
    LuaString function = Conversions.toLuaString(args[2]);
    if (function == null) {
      return failure("function name should be a string");
    }
    return run(call, pool, new Target(module, function), args);
  }

  private record Target(LuaString module, LuaString function) {}

  private @Nullable Object run(
      ApiCall call, ThreadPool pool, Target target, @Nullable Object[] args) {
    ThreadVms all = call.state(ThreadVms.class, c -> new ThreadVms(c, options, api, vms));
    ApiCall other = all.lend();
    if (other == null) {
      return failure("no available Lua vm");
    }
    Task task;
    try {
      @Nullable Object[] copies = new ValueCopy(call, other).all(args, 3);
      task = new Task(call, all, other, target, copies);
    } catch (ValueCopy.Refused e) {
      all.giveBack(other);
      return failure(e.reason() + " in the argument");
    }
    if (!pool.post(task::execute)) {
      all.giveBack(other);
      return failure("ngx_thread_task_post failed");
    }
    call.worker().hold();
    LightThread thread = call.thread();
    thread.pending(task::abandon);
    return ThreadOperations.await(thread);
  }

  private static Object failure(String message) {
    return Results.of(false, LuaString.of(message));
  }

  /**
   * One call: made on the worker, executed on a thread of the pool, finished on the worker. It
   * holds the worker until it is finished, even when nobody waits for it any more.
   */
  private static final class Task {
    private final ApiCall caller;
    private final ThreadVms vms;
    private final ApiCall other;
    private final Target target;
    private final @Nullable Object[] args;
    private final Worker worker;
    private final LightThread waiter;
    private boolean abandoned;

    Task(ApiCall caller, ThreadVms vms, ApiCall other, Target target, @Nullable Object[] args) {
      this.caller = caller;
      this.vms = vms;
      this.other = other;
      this.target = target;
      this.args = args;
      this.worker = caller.worker();
      this.waiter = caller.thread();
    }

    void abandon() {
      abandoned = true;
    }

    void execute() {
      Object @Nullable [] values = null;
      @Nullable LuaString failure = null;
      try {
        other.clock().update();
        values = call(other.vm());
        failure = values == null ? LuaString.of("invalid function") : null;
      } catch (NoModule e) {
        failure = LuaString.of("invalid lua module");
      } catch (LuaFault e) {
        LuaString text = Conversions.toLuaString(e.value());
        failure = text == null ? LuaString.EMPTY : text;
      } catch (OutOfMemoryError e) {
        failure = LuaString.of("not enough memory");
      }
      Object @Nullable [] results = values;
      LuaString message = failure;
      worker.execute(() -> finish(results, message));
    }

    /** What {@code require} answers is not a table. */
    private static final class NoModule extends RuntimeException {
      private static final long serialVersionUID = 1;

      NoModule() {
        super(null, null, false, false);
      }
    }

    private Object @Nullable [] call(LuaVm vm) {
      Object require = vm.globals().get(LuaString.of("require"));
      Object[] loaded = vm.call(require, target.module());
      if (loaded.length == 0 || !(loaded[0] instanceof LuaTable module)) {
        throw new NoModule();
      }
      Object function = module.get(target.function());
      if (!(function instanceof io.perigee.lua.value.LuaFunction)) {
        return null;
      }
      return vm.call(function, args);
    }

    private void finish(Object @Nullable [] results, @Nullable LuaString failure) {
      @Nullable Object[] answer = {false, failure};
      if (results != null) {
        answer = answer(results);
      }
      vms.giveBack(other);
      if (!abandoned) {
        waiter.context().wake(waiter, answer);
      }
      worker.release();
    }

    private @Nullable Object[] answer(Object[] results) {
      if (abandoned) {
        return results;
      }
      try {
        @Nullable Object[] copies = new ValueCopy(other, caller).all(results, 0);
        @Nullable Object[] answer = new @Nullable Object[copies.length + 1];
        answer[0] = true;
        System.arraycopy(copies, 0, answer, 1, copies.length);
        return answer;
      } catch (ValueCopy.Refused e) {
        return new Object[] {false, LuaString.of(e.reason() + " in the return value")};
      }
    }
  }
}
