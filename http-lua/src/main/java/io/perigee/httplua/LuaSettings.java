package io.perigee.httplua;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.LOCATION_IF;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Context;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.directive.Settings;
import io.perigee.conf.value.Values;
import io.perigee.core.log.LogFile;
import io.perigee.http.core.CoreSettings;
import io.perigee.httplua.vm.LimitUse;
import io.perigee.httplua.vm.LuaSource;
import io.perigee.httplua.vm.SchedulingTraceFile;
import io.perigee.ngx.limit.RunLimits;
import io.perigee.ngx.socket.SocketSettings;
import java.util.List;
import java.util.Set;

/** The values of lua-nginx-module's directives, except those for TLS and cosockets. */
public final class LuaSettings {
  private static final Set<Context> EVERYWHERE = in(HTTP, SERVER, LOCATION, LOCATION_IF);

  /** {@code lua_code_cache}: off gives each request a VM of its own. */
  public static final Setting<Boolean> CODE_CACHE =
      Setting.of("lua_code_cache", EVERYWHERE, Args.flag(), LuaSettings::codeCache, true);

  /** {@code lua_package_path}. */
  public static final Setting<String> PACKAGE_PATH =
      Setting.optional("lua_package_path", in(HTTP), Args.exactly(1), Values.text());

  /** {@code lua_package_cpath}. */
  public static final Setting<String> PACKAGE_CPATH =
      Setting.optional("lua_package_cpath", in(HTTP), Args.exactly(1), Values.text());

  /** {@code lua_use_default_type}. */
  public static final Setting<Boolean> USE_DEFAULT_TYPE =
      flag("lua_use_default_type", EVERYWHERE, true);

  /** {@code lua_need_request_body}. */
  public static final Setting<Boolean> NEED_REQUEST_BODY =
      flag("lua_need_request_body", EVERYWHERE, false);

  /** {@code lua_http10_buffering}. */
  public static final Setting<Boolean> HTTP10_BUFFERING =
      flag("lua_http10_buffering", EVERYWHERE, true);

  /** {@code lua_transform_underscores_in_response_headers}. */
  public static final Setting<Boolean> TRANSFORM_UNDERSCORES =
      flag("lua_transform_underscores_in_response_headers", EVERYWHERE, true);

  /** {@code lua_isolate_globals}: each run of a handler has globals of its own. */
  public static final Setting<Boolean> ISOLATE_GLOBALS =
      flag("lua_isolate_globals", in(HTTP), false);

  /** {@code lua_check_client_abort}. */
  public static final Setting<Boolean> CHECK_CLIENT_ABORT =
      flag("lua_check_client_abort", EVERYWHERE, false);

  /** {@code rewrite_by_lua_no_postpone}. */
  public static final Setting<Boolean> REWRITE_NO_POSTPONE =
      flag("rewrite_by_lua_no_postpone", in(HTTP), false);

  /** {@code access_by_lua_no_postpone}. */
  public static final Setting<Boolean> ACCESS_NO_POSTPONE =
      flag("access_by_lua_no_postpone", in(HTTP), false);

  /** {@code precontent_by_lua_no_postpone}. */
  public static final Setting<Boolean> PRECONTENT_NO_POSTPONE =
      flag("precontent_by_lua_no_postpone", in(HTTP), false);

  /** {@code lua_max_pending_timers}. */
  public static final Setting<Integer> MAX_PENDING_TIMERS = number("lua_max_pending_timers", 1024);

  /** {@code lua_max_running_timers}. */
  public static final Setting<Integer> MAX_RUNNING_TIMERS = number("lua_max_running_timers", 256);

  /** {@code lua_regex_cache_max_entries}. */
  public static final Setting<Integer> REGEX_CACHE_MAX_ENTRIES =
      number("lua_regex_cache_max_entries", 1024);

  /** {@code lua_regex_match_limit}. */
  public static final Setting<Integer> REGEX_MATCH_LIMIT = number("lua_regex_match_limit", 0);

  /** {@code lua_load_resty_core}: deprecated, without effect; the core library is always there. */
  public static final Setting<Boolean> LOAD_RESTY_CORE =
      Setting.of("lua_load_resty_core", in(HTTP), Args.flag(), LuaSettings::loadRestyCore, true);

  /** {@code lua_thread_cache_max_entries}: accepted; coroutines are too cheap to be kept. */
  public static final Setting<Integer> THREAD_CACHE_MAX_ENTRIES =
      number("lua_thread_cache_max_entries", 1024);

  /** {@code lua_worker_thread_vm_pool_size}: VMs that a worker's threads may use at one time. */
  public static final Setting<Integer> WORKER_THREAD_VM_POOL_SIZE =
      number("lua_worker_thread_vm_pool_size", 10);

  /** {@code lua_malloc_trim}: accepted; the JVM gives memory back on its own. */
  public static final Setting<Integer> MALLOC_TRIM = number("lua_malloc_trim", 1000);

  /** {@code lua_sa_restart}: accepted; the JVM restarts interrupted system calls itself. */
  public static final Setting<Boolean> SA_RESTART = flag("lua_sa_restart", in(HTTP), true);

  /** {@code lua_socket_connect_timeout} in ms. */
  public static final Setting<Long> SOCKET_CONNECT_TIMEOUT =
      millis("lua_socket_connect_timeout", 60_000);

  /** {@code lua_socket_send_timeout} in ms. */
  public static final Setting<Long> SOCKET_SEND_TIMEOUT = millis("lua_socket_send_timeout", 60_000);

  /** {@code lua_socket_read_timeout} in ms. */
  public static final Setting<Long> SOCKET_READ_TIMEOUT = millis("lua_socket_read_timeout", 60_000);

  /** {@code lua_socket_keepalive_timeout} in ms. */
  public static final Setting<Long> SOCKET_KEEPALIVE_TIMEOUT =
      millis("lua_socket_keepalive_timeout", 60_000);

  /** {@code lua_socket_buffer_size}. */
  public static final Setting<Long> SOCKET_BUFFER_SIZE =
      Setting.of("lua_socket_buffer_size", EVERYWHERE, Args.exactly(1), Values.size(), 4096L);

  /** {@code lua_socket_send_lowat}. */
  public static final Setting<Long> SOCKET_SEND_LOWAT =
      Setting.of("lua_socket_send_lowat", EVERYWHERE, Args.exactly(1), Values.size(), 0L);

  /** {@code lua_socket_pool_size}. */
  public static final Setting<Integer> SOCKET_POOL_SIZE =
      Setting.of("lua_socket_pool_size", EVERYWHERE, Args.exactly(1), Values.number(), 30);

  /** {@code lua_socket_log_errors}. */
  public static final Setting<Boolean> SOCKET_LOG_ERRORS =
      flag("lua_socket_log_errors", EVERYWHERE, true);

  /** {@code lua_cpu_limit}, Perigee's own: the CPU time of one run in ms; 0 for off. */
  public static final Setting<Long> CPU_LIMIT = limit("lua_cpu_limit");

  /** {@code lua_time_slice}, Perigee's own: how long a run keeps the event loop, in ms; 0: off. */
  public static final Setting<Long> TIME_SLICE = limit("lua_time_slice");

  /** {@code lua_max_string_size}, Perigee's own: the longest string code may build; 0: no limit. */
  public static final Setting<Long> MAX_STRING_SIZE =
      Setting.of("lua_max_string_size", in(HTTP), Args.exactly(1), LuaSettings::maxStringSize, 0L);

  /** {@code lua_scheduling_trace}, Perigee's own: where to write who ran when. */
  public static final Setting<LogFile> SCHEDULING_TRACE =
      Setting.of(
          "lua_scheduling_trace",
          EVERYWHERE,
          Args.exactly(1),
          SchedulingTraceFile::parse,
          SchedulingTraceFile.NONE);

  /** {@code init_by_lua*}. */
  public static final Setting<LuaSource> INIT = Setting.derived("init_by_lua", LuaSource.NONE);

  /** {@code init_worker_by_lua*}. */
  public static final Setting<LuaSource> INIT_WORKER =
      Setting.derived("init_worker_by_lua", LuaSource.NONE);

  /** {@code exit_worker_by_lua*}. */
  public static final Setting<LuaSource> EXIT_WORKER =
      Setting.derived("exit_worker_by_lua", LuaSource.NONE);

  /** {@code server_rewrite_by_lua*}. */
  public static final Setting<LuaSource> SERVER_REWRITE =
      Setting.derived("server_rewrite_by_lua", LuaSource.NONE);

  /** {@code rewrite_by_lua*}. */
  public static final Setting<LuaSource> REWRITE =
      Setting.derived("rewrite_by_lua", LuaSource.NONE);

  /** {@code access_by_lua*}. */
  public static final Setting<LuaSource> ACCESS = Setting.derived("access_by_lua", LuaSource.NONE);

  /** {@code precontent_by_lua*}. */
  public static final Setting<LuaSource> PRECONTENT =
      Setting.derived("precontent_by_lua", LuaSource.NONE);

  /** {@code content_by_lua*}. */
  public static final Setting<LuaSource> CONTENT =
      Setting.derived("content_by_lua", LuaSource.NONE);

  /** {@code header_filter_by_lua*}. */
  public static final Setting<LuaSource> HEADER_FILTER =
      Setting.derived("header_filter_by_lua", LuaSource.NONE);

  /** {@code body_filter_by_lua*}. */
  public static final Setting<LuaSource> BODY_FILTER =
      Setting.derived("body_filter_by_lua", LuaSource.NONE);

  /** {@code log_by_lua*}. */
  public static final Setting<LuaSource> LOG = Setting.derived("log_by_lua", LuaSource.NONE);

  private LuaSettings() {}

  /** All of them, for registration. */
  public static List<Setting<?>> all() {
    return List.of(
        CODE_CACHE,
        PACKAGE_PATH,
        PACKAGE_CPATH,
        USE_DEFAULT_TYPE,
        NEED_REQUEST_BODY,
        HTTP10_BUFFERING,
        TRANSFORM_UNDERSCORES,
        ISOLATE_GLOBALS,
        CHECK_CLIENT_ABORT,
        REWRITE_NO_POSTPONE,
        ACCESS_NO_POSTPONE,
        PRECONTENT_NO_POSTPONE,
        MAX_PENDING_TIMERS,
        MAX_RUNNING_TIMERS,
        REGEX_CACHE_MAX_ENTRIES,
        REGEX_MATCH_LIMIT,
        LOAD_RESTY_CORE,
        THREAD_CACHE_MAX_ENTRIES,
        WORKER_THREAD_VM_POOL_SIZE,
        MALLOC_TRIM,
        SA_RESTART,
        SOCKET_CONNECT_TIMEOUT,
        SOCKET_SEND_TIMEOUT,
        SOCKET_READ_TIMEOUT,
        SOCKET_KEEPALIVE_TIMEOUT,
        SOCKET_BUFFER_SIZE,
        SOCKET_SEND_LOWAT,
        SOCKET_POOL_SIZE,
        SOCKET_LOG_ERRORS,
        CPU_LIMIT,
        TIME_SLICE,
        MAX_STRING_SIZE,
        SCHEDULING_TRACE,
        INIT,
        INIT_WORKER,
        EXIT_WORKER,
        SERVER_REWRITE,
        REWRITE,
        ACCESS,
        PRECONTENT,
        CONTENT,
        HEADER_FILTER,
        BODY_FILTER,
        LOG);
  }

  /** What the directives of a block say of cosockets. */
  public static SocketSettings sockets(Settings settings) {
    return new SocketSettings(
        settings.get(SOCKET_CONNECT_TIMEOUT),
        settings.get(SOCKET_SEND_TIMEOUT),
        settings.get(SOCKET_READ_TIMEOUT),
        new SocketSettings.Pooling(
            settings.get(SOCKET_KEEPALIVE_TIMEOUT), settings.get(SOCKET_POOL_SIZE)),
        settings.get(SOCKET_LOG_ERRORS),
        new SocketSettings.Names(
            settings.find(CoreSettings.RESOLVER), settings.get(CoreSettings.RESOLVER_TIMEOUT)));
  }

  private static Boolean codeCache(Directive d) {
    boolean on = Values.flag().parse(d);
    if (!on) {
      d.alert("lua_code_cache is off; this will hurt performance");
    }
    return on;
  }

  private static boolean loadRestyCore(Directive d) {
    d.warn(
        "lua_load_resty_core is deprecated (the lua-resty-core library is required since"
            + " ngx_lua v0.10.16)");
    return Values.flag().parse(d);
  }

  private static Setting<Boolean> flag(String name, Set<Context> contexts, boolean value) {
    return Setting.of(name, contexts, Args.flag(), Values.flag(), value);
  }

  private static Setting<Long> millis(String name, long value) {
    return Setting.of(name, EVERYWHERE, Args.exactly(1), Values.millis(), value);
  }

  private static Long maxStringSize(Directive d) {
    long size = Values.size().parse(d);
    if (size < 1 << 20) {
      throw d.error("\"" + d.name() + "\" must be at least 1m");
    }
    return size;
  }

  private static Setting<Long> limit(String name) {
    return Setting.of(name, EVERYWHERE, Args.exactly(1), LimitUse::parse, 0L);
  }

  /** The limits of Lua code that runs under these settings. */
  public static RunLimits limits(Settings settings) {
    return RunLimits.ofMillis(settings.get(CPU_LIMIT), settings.get(TIME_SLICE));
  }

  private static Setting<Integer> number(String name, int value) {
    return Setting.of(name, in(HTTP), Args.exactly(1), Values.number(), value);
  }
}
