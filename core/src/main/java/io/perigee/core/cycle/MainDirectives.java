package io.perigee.core.cycle;

import static io.perigee.conf.directive.Context.EVENTS;
import static io.perigee.conf.directive.Context.MAIN;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.ConfBlock;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.DirectiveTable;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.text.ConfError;
import io.perigee.conf.value.Quantities;
import io.perigee.conf.value.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rest of the directives of nginx's core and event modules: those that are only checked,
 * because what they tune does not exist here or takes care of itself, and {@code events}.
 */
final class MainDirectives {
  /** Modules that nginx loads as files and whose directives are built in here. */
  private static final Set<String> BUILT_IN =
      Set.of(
          "ndk_http_module.so",
          "ngx_http_lua_module.so",
          "ngx_http_echo_module.so",
          "ngx_http_headers_more_filter_module.so",
          "ngx_http_set_misc_module.so");

  private static final String NOT_LOADABLE = "binary modules of nginx cannot be loaded)";
  private static final String MISSING =
      ": cannot open shared object file: No such file or directory)";

  private static final Setting<Boolean> ACCEPT_MUTEX =
      Setting.of("accept_mutex", in(EVENTS), Args.flag(), Values.flag(), false);
  private static final Setting<Long> ACCEPT_MUTEX_DELAY =
      Setting.of("accept_mutex_delay", in(EVENTS), Args.exactly(1), Values.millis(), 500L);
  private static final Setting<List<String>> DEBUG_CONNECTION =
      Setting.list(
          "debug_connection", in(EVENTS), Args.exactly(1), MainDirectives::debugConnection);

  private static final Setting<Long> TIMER_RESOLUTION =
      Setting.of("timer_resolution", in(MAIN), Args.exactly(1), Values.millis(), 0L);
  private static final Setting<String> LOCK_FILE =
      Setting.of("lock_file", in(MAIN), Args.exactly(1), Values.text(), "logs/nginx.lock");
  private static final Setting<String> DEBUG_POINTS =
      Setting.optional(
          "debug_points",
          in(MAIN),
          Args.exactly(1),
          Values.oneOf(Map.of("stop", "stop", "abort", "abort")));
  private static final Setting<Integer> WORKER_PRIORITY =
      Setting.of("worker_priority", in(MAIN), Args.exactly(1), MainDirectives::workerPriority, 0);
  private static final Setting<List<String>> WORKER_CPU_AFFINITY =
      Setting.of(
          "worker_cpu_affinity", in(MAIN), Args.atLeast(1), MainDirectives::cpuAffinity, List.of());
  private static final Setting<Integer> WORKER_RLIMIT_NOFILE =
      Setting.optional("worker_rlimit_nofile", in(MAIN), Args.exactly(1), Values.number());
  private static final Setting<Long> WORKER_RLIMIT_CORE =
      Setting.optional("worker_rlimit_core", in(MAIN), Args.exactly(1), Values.offset());
  private static final Setting<Boolean> PCRE_JIT =
      Setting.of("pcre_jit", in(MAIN), Args.flag(), Values.flag(), false);

  private MainDirectives() {}

  static void register(DirectiveTable table) {
    table
        .settings(MainSettings.all())
        .settings(ACCEPT_MUTEX, ACCEPT_MUTEX_DELAY, DEBUG_CONNECTION)
        .settings(TIMER_RESOLUTION, LOCK_FILE, DEBUG_POINTS, WORKER_PRIORITY, WORKER_CPU_AFFINITY)
        .settings(WORKER_RLIMIT_NOFILE, WORKER_RLIMIT_CORE, PCRE_JIT)
        .directive("thread_pool", in(MAIN), Args.between(2, 3), ThreadPoolConf::declare)
        .directive("load_module", in(MAIN), Args.exactly(1), MainDirectives::loadModule)
        .block("events", in(MAIN), Args.none(), MainDirectives::readEvents);
  }

  /** What can be told only at the end of the file. */
  static void check(ConfBlock root) {
    if (root.children().stream().noneMatch(child -> child.context() == EVENTS)) {
      throw new ConfError("no \"events\" section in configuration");
    }
  }

  /** The events block; {@link #check} has made sure that there is one. */
  static ConfBlock events(ConfBlock root) {
    return root.children().stream()
        .filter(child -> child.context() == EVENTS)
        .findFirst()
        .orElseThrow();
  }

  private static void readEvents(Directive d) {
    if (d.block().children().stream().anyMatch(child -> child.context() == EVENTS)) {
      throw d.duplicate();
    }
    d.parseBody(d.child(EVENTS));
  }

  private static String debugConnection(Directive d) {
    d.warn(
        "\"debug_connection\" is ignored, you need to rebuild nginx using --with-debug option to"
            + " enable it");
    return d.arg(0);
  }

  private static int workerPriority(Directive d) {
    String text = d.arg(0);
    boolean minus = text.startsWith("-");
    boolean sign = minus || text.startsWith("+");
    long value = Quantities.decimal(sign ? text.substring(1) : text);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw d.error("\"worker_priority\" directive invalid number");
    }
    return (int) (minus ? -value : value);
  }

  private static List<String> cpuAffinity(Directive d) {
    boolean auto = d.arg(0).equals("auto");
    if (auto && d.count() > 2) {
      throw d.error("invalid number of arguments in \"worker_cpu_affinity\" directive");
    }
    for (String mask : auto ? d.args().subList(1, d.count()) : d.args()) {
      for (int i = 0; i < mask.length(); i++) {
        char bit = mask.charAt(i);
        if (bit != '0' && bit != '1' && bit != ' ') {
          throw d.error("invalid character \"" + bit + "\" in \"worker_cpu_affinity\"");
        }
      }
    }
    return d.args();
  }

  /** Files with binary code for nginx cannot be loaded; what they do may be built in. */
  private static void loadModule(Directive d) {
    if (!d.block().children().isEmpty()) {
      throw d.error("\"load_module\" directive is specified too late");
    }
    String path = d.arg(0);
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (!BUILT_IN.contains(name)) {
      Path file = d.path(path);
      throw d.error(
          "dlopen() \""
              + file
              + "\" failed ("
              + (Files.exists(file) ? NOT_LOADABLE : file + MISSING));
    }
    d.notice("module \"" + name + "\" is built in, \"load_module\" is ignored");
  }
}
