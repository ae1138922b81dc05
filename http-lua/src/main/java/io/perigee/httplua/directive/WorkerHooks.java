package io.perigee.httplua.directive;

import io.perigee.conf.directive.Key;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.directive.Settings;
import io.perigee.core.cycle.Cycle;
import io.perigee.core.cycle.MainSettings;
import io.perigee.core.log.Level;
import io.perigee.core.worker.Worker;
import io.perigee.http.core.HttpConf;
import io.perigee.httplua.LuaSettings;
import io.perigee.httplua.vm.LoadFailure;
import io.perigee.httplua.vm.LuaConf;
import io.perigee.httplua.vm.LuaEnvironment;
import io.perigee.httplua.vm.LuaSource;
import io.perigee.lua.value.LuaFault;
import io.perigee.lua.value.LuaFunction;
import io.perigee.ngx.thread.LuaPhase;
import io.perigee.ngx.thread.ThreadContext;
import io.perigee.ngx.timer.BackgroundContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Lua in the life of a cycle: {@code init_by_lua*} in the VM of each worker before the cycle is
 * served, {@code init_worker_by_lua*} when a worker begins, {@code exit_worker_by_lua*} when it
 * ends.
 */
public final class WorkerHooks {
  private static final Key<List<LuaEnvironment>> READY = new Key<>("initialized Lua VMs");

  private WorkerHooks() {}

  /** Makes the VMs of all workers; an error of init_by_lua refuses the configuration. */
  public static void cycleStarting(Cycle cycle) {
    HttpConf conf = cycle.attachment(HttpConf.KEY);
    if (conf == null) {
      return;
    }
    LuaConf lua = LuaConf.of(conf);
    List<LuaEnvironment> ready = new ArrayList<>();
    int workers = cycle.main().get(MainSettings.WORKER_PROCESSES);
    try {
      for (int i = 0; i < workers; i++) {
        ready.add(LuaEnvironment.initialized(lua, cycle));
      }
    } catch (LoadFailure e) {
      cycle.errorLog().log(Level.ERROR, e.message());
      throw new InitFailure(e.message());
    }
    cycle.attach(READY, ready);
  }

  /** Gives a worker its VM and runs init_worker_by_lua in it. */
  public static void workerStarted(Worker worker, HttpConf conf) {
    List<LuaEnvironment> ready = worker.cycle().attachment(READY);
    if (ready == null) {
      return;
    }
    LuaEnvironment environment = ready.get(worker.id());
    environment.attach(worker);
    run(environment, conf.settings(), LuaSettings.INIT_WORKER, LuaPhase.INIT_WORKER);
  }

  /** Runs exit_worker_by_lua and ends the VM. */
  public static void workerExiting(Worker worker, HttpConf conf) {
    LuaEnvironment environment = LuaEnvironment.find(worker);
    if (environment != null) {
      run(environment, conf.settings(), LuaSettings.EXIT_WORKER, LuaPhase.EXIT_WORKER);
      environment.close();
    }
  }

  private static void run(
      LuaEnvironment environment, Settings settings, Setting<LuaSource> code, LuaPhase phase) {
    LuaSource source = settings.get(code);
    if (source == LuaSource.NONE) {
      return;
    }
    BackgroundContext context = new BackgroundContext(environment.call(), phase, "", settings);
    String name = phase.title() + "_by_lua error: ";
    ThreadContext outer = environment.host().enter(context);
    try {
      LuaFunction chunk = source.load(environment, null);
      environment.vm().call(chunk);
    } catch (LoadFailure e) {
      environment.call().log().log(Level.ERROR, name + e.message());
    } catch (LuaFault e) {
      environment.call().log().log(Level.ERROR, name + LuaSource.message(e));
    } finally {
      environment.host().leave(outer);
    }
  }
}
