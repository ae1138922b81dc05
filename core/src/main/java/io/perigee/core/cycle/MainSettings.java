package io.perigee.core.cycle;

import static io.perigee.conf.directive.Context.EVENTS;
import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.MAIN;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.directive.Settings;
import io.perigee.conf.value.Quantities;
import io.perigee.conf.value.Values;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.Level;
import io.perigee.core.log.LogFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The directives of the top level and of {@code events} whose values the program reads. */
public final class MainSettings {
  /** Whether the program goes to the background. */
  public static final Setting<Boolean> DAEMON =
      Setting.of("daemon", in(MAIN), Args.flag(), Values.flag(), true);

  /** Whether workers are apart from a master. */
  public static final Setting<Boolean> MASTER_PROCESS =
      Setting.of("master_process", in(MAIN), Args.flag(), Values.flag(), true);

  /** Number of workers. */
  public static final Setting<Integer> WORKER_PROCESSES =
      Setting.of("worker_processes", in(MAIN), Args.exactly(1), MainSettings::workers, 1);

  /** How long workers that are shutting down may take, in ms; 0 for ever. */
  public static final Setting<Long> WORKER_SHUTDOWN_TIMEOUT =
      Setting.of("worker_shutdown_timeout", in(MAIN), Args.exactly(1), Values.millis(), 0L);

  /** File of the process id, relative to the prefix. */
  public static final Setting<String> PID =
      Setting.of("pid", in(MAIN), Args.exactly(1), Values.text(), "logs/nginx.pid");

  /** User and group of the workers; empty where the directive is absent or without effect. */
  public static final Setting<List<String>> USER =
      Setting.of("user", in(MAIN), Args.between(1, 2), SystemUser::parse, List.of());

  /** Names, or {@code name=value} pairs, of the environment that stay visible. */
  public static final Setting<List<String>> ENV =
      Setting.list("env", in(MAIN), Args.exactly(1), Values.text());

  /** Folder to work in. */
  public static final Setting<String> WORKING_DIRECTORY =
      Setting.optional("working_directory", in(MAIN), Args.exactly(1), Values.text());

  /** The event mechanism: epoll, io_uring, nio, or nothing for the best one. */
  public static final Setting<String> USE =
      Setting.of("use", in(EVENTS), Args.exactly(1), MainSettings::eventMethod, "");

  /** Connections that one worker may hold. */
  public static final Setting<Integer> WORKER_CONNECTIONS =
      Setting.of("worker_connections", in(EVENTS), Args.exactly(1), MainSettings::connections, 512);

  /** Whether a worker takes as many new connections at once as wait, however many workers are. */
  public static final Setting<Boolean> MULTI_ACCEPT =
      Setting.of("multi_accept", in(EVENTS), Args.flag(), Values.flag(), false);

  /** The targets of the error log of a block. */
  public static final Setting<List<ErrorLog.Target>> ERROR_LOG =
      Setting.list(
          "error_log", in(MAIN, HTTP, SERVER, LOCATION), Args.atLeast(1), MainSettings::target);

  private static final Set<String> EVENT_METHODS =
      Set.of("epoll", "io_uring", "nio", "select", "poll");

  private static final Set<String> DEBUG_MASKS =
      Set.of(
          "debug_core",
          "debug_alloc",
          "debug_mutex",
          "debug_event",
          "debug_http",
          "debug_mail",
          "debug_stream");

  private MainSettings() {}

  static Setting<?>[] all() {
    return new Setting<?>[] {
      DAEMON,
      MASTER_PROCESS,
      WORKER_PROCESSES,
      WORKER_SHUTDOWN_TIMEOUT,
      PID,
      USER,
      ENV,
      WORKING_DIRECTORY,
      USE,
      WORKER_CONNECTIONS,
      MULTI_ACCEPT,
      ERROR_LOG
    };
  }

  private static int workers(Directive d) {
    if (d.arg(0).equals("auto")) {
      return Runtime.getRuntime().availableProcessors();
    }
    long count = Quantities.decimal(d.arg(0));
    if (count < 0 || count > Integer.MAX_VALUE) {
      throw d.invalidValue();
    }
    return (int) count;
  }

  private static int connections(Directive d) {
    long count = Quantities.decimal(d.arg(0));
    if (count < 0 || count > Integer.MAX_VALUE) {
      throw d.error("invalid number \"" + d.arg(0) + "\"");
    }
    return (int) count;
  }

  private static String eventMethod(Directive d) {
    if (!EVENT_METHODS.contains(d.arg(0))) {
      throw d.error("invalid event type \"" + d.arg(0) + "\"");
    }
    return d.arg(0);
  }

  private static ErrorLog.Target target(Directive d) {
    CycleBuilder cycle = CycleBuilder.of(d);
    String name = d.arg(0);
    if (name.startsWith("memory:")) {
      throw d.error("error_log to \"" + name + "\" is not supported, name a file or stderr");
    }
    if (SyslogTarget.isNamed(name)) {
      return new ErrorLog.Target(SyslogTarget.read(d).server(), threshold(d));
    }
    LogFile file = name.equals("stderr") ? cycle.stderr() : cycle.file(d.path(name));
    return new ErrorLog.Target(file, threshold(d));
  }

  private static Level threshold(Directive d) {
    if (d.count() == 1) {
      return Level.ERROR;
    }
    Level chosen = null;
    for (String word : d.args().subList(1, d.count())) {
      Level level = DEBUG_MASKS.contains(word) ? Level.DEBUG : Level.ofWord(word);
      if (level == null) {
        throw d.error("invalid log level \"" + word + "\"");
      }
      if (chosen != null && !DEBUG_MASKS.contains(word)) {
        throw d.error("duplicate log level \"" + word + "\"");
      }
      chosen = level;
    }
    return chosen == null ? Level.ERROR : chosen;
  }

  /** As in nginx the top level writes errors to the default file unless it names another file. */
  static void addDefaultErrorLog(Settings main, CycleBuilder cycle) {
    List<ErrorLog.Target> named = main.isSet(ERROR_LOG) ? main.find(ERROR_LOG) : null;
    List<ErrorLog.Target> targets = named == null ? List.of() : named;
    for (ErrorLog.Target target : targets) {
      if (target.destination() instanceof LogFile) {
        return;
      }
    }
    List<ErrorLog.Target> all = new ArrayList<>(targets);
    String name = cycle.source().errorLog();
    Path path = cycle.prefix().resolve(name);
    LogFile file = name.equals("stderr") ? cycle.stderr() : cycle.file(path);
    all.add(new ErrorLog.Target(file, Level.ERROR));
    main.set(ERROR_LOG, List.copyOf(all));
  }
}
