package io.perigee.httplua.vm;

import io.perigee.core.cycle.Cycle;
import io.perigee.core.log.Level;
import io.perigee.core.worker.Worker;
import io.perigee.core.worker.WorkerKey;
import io.perigee.http.request.ModuleKey;
import io.perigee.http.request.Request;
import io.perigee.httplua.LuaSettings;
import io.perigee.lua.LuaVm;
import io.perigee.lua.runtime.LuaState;
import io.perigee.lua.value.LuaFault;
import io.perigee.lua.value.LuaFunction;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.limit.RunMeter;
import io.perigee.ngx.limit.Watchdog;
import io.perigee.ngx.thread.ThreadHost;
import org.jspecify.annotations.Nullable;

/**
 * One VM with everything in it: the API, the chunks, and what {@code init_by_lua} made. A worker
 * has one; with {@code lua_code_cache off} each request has its own.
 */
public final class LuaEnvironment {
  private static final WorkerKey<LuaEnvironment> OF_WORKER = WorkerKey.of("Lua VM");
  private static final ModuleKey<LuaEnvironment> OF_REQUEST = ModuleKey.surviving("Lua VM");

  private final LuaVm vm;
  private final ThreadHost host;
  private final ApiCall call;
  private final ChunkCache chunks = new ChunkCache();
  private final LuaConf conf;
  private Runnable whenClosed = () -> {};
  private boolean keepsFiles = true;

  private LuaEnvironment(LuaConf conf, Cycle cycle) {
    this.conf = conf;
    vm = new LuaVm(conf.options());
    long longest = conf.settings().get(LuaSettings.MAX_STRING_SIZE);
    if (longest > 0) {
      vm.longestString((int) Math.min(longest, LuaState.MAX_STRING));
    }
    host = new ThreadHost(vm);
    call = new ApiCall(host, cycle);
    conf.api().install(call);
  }

  /** Makes a VM and runs {@code init_by_lua} in it. The failure is the text for the error log. */
  public static LuaEnvironment initialized(LuaConf conf, Cycle cycle) throws LoadFailure {
    LuaEnvironment made = new LuaEnvironment(conf, cycle);
    LuaSource init = conf.settings().get(LuaSettings.INIT);
    if (init != LuaSource.NONE) {
      made.runInit(init);
    }
    made.host.isolatesGlobals(conf.settings().get(LuaSettings.ISOLATE_GLOBALS));
    WriteGuard.install(made.call);
    return made;
  }

  private void runInit(LuaSource init) throws LoadFailure {
    String name = init instanceof LuaSource.External ? "init_by_lua_file" : "init_by_lua";
    try {
      LuaFunction chunk = init.load(this, null);
      vm.call(chunk);
    } catch (LoadFailure e) {
      throw new LoadFailure(name + " error: " + LoadFailure.cause(e), 500);
    } catch (LuaFault e) {
      throw new LoadFailure(name + " error: " + LuaSource.message(e), 500);
    }
  }

  /** Hands the VM over to its worker. */
  public void attach(Worker worker) {
    begin(worker);
    worker.attach(OF_WORKER, this);
  }

  private void begin(Worker worker) {
    call.worker(worker);
    Watchdog dog = LimitUse.watchdog(worker.cycle());
    if (dog != null) {
      RunMeter meter = new RunMeter(vm.safePoint(), dog, call::giveWay);
      host.meter(meter, LuaSettings.limits(conf.settings()));
      dog.watch(meter);
      whenClosed = () -> dog.forget(meter);
    }
  }

  /** The VM of a worker, or null where it has none. */
  public static @Nullable LuaEnvironment find(Worker worker) {
    return worker.attachment(OF_WORKER);
  }

  /** The VM of a worker. */
  public static LuaEnvironment of(Worker worker) {
    LuaEnvironment known = worker.attachment(OF_WORKER);
    if (known == null) {
      throw new IllegalStateException("the worker has no Lua VM");
    }
    return known;
  }

  /** The VM that runs the Lua code of a request. */
  public static LuaEnvironment of(Request r) {
    if (r.settings().get(LuaSettings.CODE_CACHE)) {
      return of(r.worker());
    }
    LuaEnvironment known = r.state(OF_REQUEST);
    if (known == null) {
      known = fresh(r);
      r.state(OF_REQUEST, known);
    }
    return known;
  }

  private static LuaEnvironment fresh(Request r) {
    Worker worker = r.worker();
    try {
      LuaEnvironment made = initialized(LuaConf.of(r.conf()), worker.cycle());
      made.begin(worker);
      made.keepsFiles = false;
      r.main().cleanup(made::close);
      return made;
    } catch (LoadFailure e) {
      r.log(Level.ERROR, e.message());
      return of(worker);
    }
  }

  /** Ends the VM: what it holds is given back. */
  public void close() {
    call.close();
    vm.close();
    whenClosed.run();
  }

  /** The VM. */
  public LuaVm vm() {
    return vm;
  }

  /** The scheduler's data of the VM. */
  public ThreadHost host() {
    return host;
  }

  /** The API's view of the VM. */
  public ApiCall call() {
    return call;
  }

  /** Whether files are read once only; not with lua_code_cache off. */
  boolean keepsFiles() {
    return keepsFiles;
  }

  /** The functions of loaded chunks. */
  ChunkCache chunks() {
    return chunks;
  }
}
