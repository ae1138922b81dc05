package io.perigee.server;

import io.perigee.conf.text.ConfError;
import io.perigee.conf.text.LuaBlockScanner;
import io.perigee.conf.text.SystemErrors;
import io.perigee.core.cycle.ConfigurationSource;
import io.perigee.core.cycle.Cycle;
import io.perigee.core.cycle.MainSettings;
import io.perigee.core.cycle.SourceFile;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.Level;
import io.perigee.core.log.LogFile;
import io.perigee.core.log.StartLog;
import io.perigee.core.net.Listening;
import io.perigee.core.net.Service;
import io.perigee.core.worker.NettyLog;
import io.perigee.core.worker.Transport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the program does when it is called with nginx's command line: tells about itself, checks a
 * configuration, signals a running server, or serves. Follows {@code main()} of nginx; the results
 * are exit codes.
 */
final class ServerCommand {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final String DEFAULT_CONFIGURATION = "conf/nginx.conf";
  private static final String DEFAULT_ERROR_LOG = "logs/error.log";

  private final CommandLine options;
  private final List<? extends Service> services;
  private final LuaBlockScanner lua;
  private final ConfigurationSource source;
  private final PrintStream console = System.err;

  ServerCommand(CommandLine options, List<? extends Service> services, LuaBlockScanner lua) {
    this.options = options;
    this.services = services;
    this.lua = lua;
    this.source = source(options);
  }

  private static ConfigurationSource source(CommandLine options) {
    String prefix = orElse(options.prefix(), System.getProperty("user.dir") + "/");
    Path folder = Path.of(prefix);
    return new ConfigurationSource(
        folder,
        folder.resolve(orElse(options.configuration(), DEFAULT_CONFIGURATION)),
        latin1(orElse(options.directives(), "")),
        orElse(options.errorLog(), DEFAULT_ERROR_LOG),
        options.test());
  }

  private static String orElse(@Nullable String value, String other) {
    return value == null ? other : value;
  }

  /** The text of a configuration has one char for each byte. */
  private static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  int run() throws InterruptedException, IOException {
    if (options.showVersion()) {
      About.print(options, console);
      if (!options.test()) {
        return OK;
      }
    }
    StartLog log = startLog();
    String signal = options.signal();
    if (options.test()) {
      return test(log);
    }
    return signal != null ? signal(signal, log) : serve(log);
  }

  /** The log before the configuration names another: the file of option {@code -e}. */
  private StartLog startLog() {
    String name = source.errorLog();
    LogFile file =
        name.equals("stderr") ? LogFile.stderr() : LogFile.named(source.prefix().resolve(name));
    try {
      file.open();
    } catch (IOException failure) {
      console.println(
          "nginx: [alert] could not open error log file: open() \""
              + file.path()
              + "\" failed "
              + SystemErrors.text(failure));
    }
    ErrorLog log = new ErrorLog(List.of(new ErrorLog.Target(file, Level.NOTICE)));
    NettyLog.writeTo(log);
    return new StartLog(log, !name.equals("stderr"));
  }

  private @Nullable Cycle load(StartLog log) {
    try {
      return Cycle.load(source, services, lua, log, null);
    } catch (ConfError refused) {
      log.log(Level.EMERG, String.valueOf(refused.getMessage()));
      return null;
    }
  }

  private int test(StartLog log) {
    Cycle cycle = load(log);
    if (cycle != null) {
      tell("the configuration file " + source.confFile() + " syntax is ok");
    }
    if (cycle == null || !portsCanBeBound(cycle, log)) {
      console.println("nginx: configuration file " + source.confFile() + " test failed");
      return FAILED;
    }
    tell("configuration file " + source.confFile() + " test is successful");
    if (options.dump()) {
      dump(cycle);
    }
    return OK;
  }

  private void tell(String message) {
    if (!options.quiet()) {
      console.println("nginx: " + message);
    }
  }

  private boolean portsCanBeBound(Cycle cycle, StartLog log) {
    List<Listening> listenings =
        services.stream().flatMap(service -> service.listenings(cycle).stream()).toList();
    try {
      new Ports(EventMethod.of(cycle)).check(listenings, log);
      return true;
    } catch (Ports.Unavailable logged) {
      return false;
    }
  }

  private static void dump(Cycle cycle) {
    PrintStream out = System.out;
    for (SourceFile file : cycle.sources()) {
      out.println("# configuration file " + file.path() + ":");
      out.writeBytes(file.content());
      out.println();
    }
    out.flush();
  }

  private int signal(String signal, StartLog log) {
    log.log(Level.NOTICE, "signal process started");
    Cycle cycle = load(log);
    if (cycle == null) {
      return FAILED;
    }
    StartLog ownLog = new StartLog(cycle.errorLog(), true);
    int number =
        switch (signal) {
          case "stop" -> 15;
          case "quit" -> QuitSignal.signalNumber();
          case "reopen" -> 10;
          default -> 1;
        };
    try {
      int process = (int) Master.pidFile(cycle).read();
      int error = NativeCalls.kill(process, number);
      if (error == 0) {
        return OK;
      }
      String reason = "(" + error + ": " + NativeCalls.errorText(error) + ")";
      ownLog.log(Level.ALERT, "kill(" + process + ", " + number + ") failed " + reason);
    } catch (IOException failure) {
      ownLog.log(Level.ERROR, String.valueOf(failure.getMessage()));
    }
    return FAILED;
  }

  private int serve(StartLog log) throws InterruptedException, IOException {
    boolean child = Daemon.isChild();
    if (child) {
      Daemon.detach();
    }
    ProcessPreparation process = new ProcessPreparation();
    Thread preparation = Thread.ofPlatform().daemon().start(process::run);
    Cycle cycle = load(log);
    if (cycle == null) {
      return FAILED;
    }
    boolean daemon = cycle.main().get(MainSettings.DAEMON);
    if (daemon && !child) {
      return Daemon.start();
    }
    Transport transport = EventMethod.of(cycle);
    Master master = new Master(cycle, services, lua, transport);
    Signals.install(master::ask);
    if (!master.start(new StartLog(cycle.errorLog(), true), preparation::join)) {
      return FAILED;
    }
    process.report(cycle.errorLog());
    if (daemon) {
      Daemon.ready(cycle);
    } else if (!master.listeningOn().isEmpty()) {
      System.out.println("perigee: listening on " + String.join(", ", master.listeningOn()));
    }
    master.run();
    return OK;
  }
}
