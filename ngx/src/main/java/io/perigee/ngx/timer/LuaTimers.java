package io.perigee.ngx.timer;

import io.perigee.conf.directive.Settings;
import io.perigee.core.log.Level;
import io.perigee.core.worker.Timer;
import io.perigee.lua.runtime.FunctionInfo;
import io.perigee.lua.value.LuaFunction;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.thread.LuaPhase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The timers of one VM: those that wait and the number of those that run. When the worker begins to
 * end, all waiting ones run at once and are told so by their first argument.
 */
final class LuaTimers {
  /** Where a timer was made: its name in log lines and the values of directives there. */
  record Creator(String origin, Settings settings) {}

  /** A function to run, once or again and again. */
  static final class Task {
    private final LuaFunction function;
    private final Object[] args;
    private final long millis;
    private final boolean repeated;
    private final Creator creator;

    Task(LuaFunction function, Object[] args, long millis, boolean repeated, Creator creator) {
      this.function = function;
      this.args = args;
      this.millis = millis;
      this.repeated = repeated;
      this.creator = creator;
    }

    BackgroundContext context(ApiCall call) {
      return new BackgroundContext(call, LuaPhase.TIMER, creator.origin(), creator.settings());
    }

    Task again() {
      return new Task(function, args, millis, repeated, creator);
    }
  }

  private final ApiCall call;
  private final int maxRunning;
  private final Map<Task, Timer> waiting = new LinkedHashMap<>();
  private int running;

  LuaTimers(ApiCall call, int maxRunning) {
    this.call = call;
    this.maxRunning = maxRunning;
    call.worker().onExit(this::runPremature);
    call.worker().whenEnding(this::forget);
  }

  int pending() {
    return waiting.size();
  }

  int running() {
    return running;
  }

  void add(Task task) {
    waiting.put(task, call.worker().timer(task.millis, () -> expired(task)));
  }

  private void expired(Task task) {
    waiting.remove(task);
    if (task.repeated && !call.worker().exiting()) {
      add(task.again());
    }
    run(task, false);
  }

  private void runPremature() {
    List<Map.Entry<Task, Timer>> all = new ArrayList<>(waiting.entrySet());
    waiting.clear();
    for (Map.Entry<Task, Timer> entry : all) {
      entry.getValue().cancel();
      run(entry.getKey(), entry.getKey().millis > 0);
    }
  }

  /** A timer without delay that was set again and again until the end will not run. */
  private void forget() {
    waiting.values().forEach(Timer::cancel);
    waiting.clear();
  }

  private void run(Task task, boolean premature) {
    if (running >= maxRunning) {
      call.log().log(
          Level.ALERT,
          "lua failed to run timer with function defined at "
              + place(task.function)
              + ": "
              + maxRunning
              + " lua_max_running_timers are not enough");
      return;
    }
    running++;
    call.worker().hold();
    BackgroundContext context = task.context(call);
    context.whenEnded(
        () -> {
          running--;
          call.worker().release();
        });
    Object[] args = new Object[task.args.length + 1];
    args[0] = premature;
    System.arraycopy(task.args, 0, args, 1, task.args.length);
    context.finished(context.start(LuaPhase.TIMER, task.function, args));
  }

  private static String place(LuaFunction function) {
    FunctionInfo info = FunctionInfo.of(function.getClass());
    return info == null ? "?" : info.source() + ":" + info.lineDefined();
  }
}
