package io.perigee.httplua;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.directive.Settings;
import io.perigee.core.cycle.Cycle;
import io.perigee.core.worker.Worker;
import io.perigee.http.core.HttpConf;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.httplua.capture.CaptureApi;
import io.perigee.httplua.control.ArgumentApi;
import io.perigee.httplua.control.ConstantsApi;
import io.perigee.httplua.control.ControlApi;
import io.perigee.httplua.ctx.CtxApi;
import io.perigee.httplua.directive.CodeDirectives;
import io.perigee.httplua.directive.PhaseHandlers;
import io.perigee.httplua.directive.SharedDictionaries;
import io.perigee.httplua.directive.WorkerHooks;
import io.perigee.httplua.request.BodyApi;
import io.perigee.httplua.request.RequestHeaderApi;
import io.perigee.httplua.request.RequestLineApi;
import io.perigee.httplua.response.HeaderApi;
import io.perigee.httplua.response.OutputApi;
import io.perigee.httplua.socket.RequestSocketApi;
import io.perigee.httplua.variable.VariableApi;
import io.perigee.httplua.vm.LuaConf;
import io.perigee.httplua.vm.SearchPaths;
import io.perigee.lua.LuaOptions;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTree;
import io.perigee.ngx.base.ClockApi;
import io.perigee.ngx.base.CoreApi;
import io.perigee.ngx.base.LogApi;
import io.perigee.ngx.base.WorkerApi;
import io.perigee.ngx.coroutine.CoroutineApi;
import io.perigee.ngx.coroutine.ThreadApi;
import io.perigee.ngx.encoding.EncodingApi;
import io.perigee.ngx.regex.RegexApi;
import io.perigee.ngx.resty.RestyCoreApi;
import io.perigee.ngx.resty.SmallModules;
import io.perigee.ngx.semaphore.SemaphoreApi;
import io.perigee.ngx.shdict.ShdictApi;
import io.perigee.ngx.socket.SocketApi;
import io.perigee.ngx.timer.SleepApi;
import io.perigee.ngx.timer.TimerApi;
import io.perigee.ngx.workerthread.WorkerThreadApi;
import java.util.ArrayList;
import java.util.List;

/** lua-nginx-module: its directives, its handlers, its filters, and the API for HTTP. */
public final class HttpLuaModule implements HttpModule {
  /** The module; one instance serves all cycles. */
  public HttpLuaModule() {}

  @Override
  public void register(HttpModules modules) {
    modules
        .settings(LuaSettings.all().toArray(Setting<?>[]::new))
        .directive("lua_shared_dict", in(HTTP), Args.exactly(2), SharedDictionaries::declare);
    CodeDirectives.register(modules);
    PhaseHandlers.register(modules);
  }

  @Override
  public void configured(HttpConf conf) {
    PhaseHandlers.arrange(conf);
    List<ApiFamily> families = new ArrayList<>(everywhere(conf));
    LuaOptions options = SearchPaths.options(conf);
    ApiTree inThreads = new ApiTree(List.copyOf(families));
    Settings settings = conf.settings();
    families.addAll(waiting(settings));
    families.add(
        new WorkerThreadApi(
            options, inThreads, settings.get(LuaSettings.WORKER_THREAD_VM_POOL_SIZE)));
    families.addAll(forRequests(conf));
    new LuaConf(new ApiTree(families), options, settings).attach(conf);
  }

  /** What needs no worker and no handler run, so that it is there in worker threads as well. */
  private static List<ApiFamily> everywhere(HttpConf conf) {
    return List.of(
        new CoreApi("http"),
        new ClockApi(),
        new LogApi(),
        new EncodingApi(),
        new ConstantsApi(),
        new ShdictApi(SharedDictionaries.of(conf.cycle()).zones()),
        new RegexApi(
            conf.settings().get(LuaSettings.REGEX_CACHE_MAX_ENTRIES),
            conf.settings().get(LuaSettings.REGEX_MATCH_LIMIT)),
        new SmallModules(),
        new RestyCoreApi());
  }

  /** What belongs to a worker, and the functions in which light threads wait. */
  private static List<ApiFamily> waiting(Settings settings) {
    return List.of(
        new WorkerApi(),
        new CoroutineApi(),
        new ThreadApi(),
        new SleepApi(),
        new TimerApi(
            settings.get(LuaSettings.MAX_PENDING_TIMERS),
            settings.get(LuaSettings.MAX_RUNNING_TIMERS)),
        new SemaphoreApi(),
        new SocketApi(LuaSettings::sockets));
  }

  private static List<ApiFamily> forRequests(HttpConf conf) {
    return List.of(
        new ControlApi(),
        new ArgumentApi(),
        new CtxApi(),
        new OutputApi(),
        new HeaderApi(),
        new RequestLineApi(),
        new RequestHeaderApi(),
        new BodyApi(),
        new RequestSocketApi(),
        new CaptureApi(),
        new VariableApi(conf.modules().setFunctions()));
  }

  @Override
  public void cycleStarting(Cycle cycle) {
    WorkerHooks.cycleStarting(cycle);
  }

  @Override
  public void workerStarted(Worker worker, HttpConf conf) {
    WorkerHooks.workerStarted(worker, conf);
  }

  @Override
  public void workerExiting(Worker worker, HttpConf conf) {
    WorkerHooks.workerExiting(worker, conf);
  }
}
