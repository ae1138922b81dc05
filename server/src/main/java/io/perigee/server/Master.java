package io.perigee.server;

import io.perigee.conf.text.ConfError;
import io.perigee.conf.text.LuaBlockScanner;
import io.perigee.conf.text.SystemErrors;
import io.perigee.core.Product;
import io.perigee.core.cycle.ConfigurationSource;
import io.perigee.core.cycle.Cycle;
import io.perigee.core.cycle.MainSettings;
import io.perigee.core.log.Level;
import io.perigee.core.log.StartLog;
import io.perigee.core.net.Service;
import io.perigee.core.worker.NettyLog;
import io.perigee.core.worker.Transport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The master of {@code ngx_master_process_cycle}: starts workers, waits for signals, and lets a new
 * generation of workers take over on a reload. It lives on the main thread, which is the only one
 * that touches its state; signals and ends of workers come through a queue.
 *
 * <p>States: running; quitting (QUIT: ports closed, workers drain); stopping (TERM: workers end
 * now, and after a moment the process ends whatever they do).
 */
final class Master {
  private static final long STOP_LIMIT_MILLIS = 3000;

  /** What the master waits for. */
  private sealed interface Event {
    record Asked(Signals.Arrival arrival) implements Event {}

    record WorkerEnded() implements Event {}
  }

  /** Work on another thread that has to be done before something. */
  interface Preparation {
    void await() throws InterruptedException;
  }

  private enum State {
    RUNNING,
    QUITTING,
    STOPPING
  }

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final ConfigurationSource source;
  private final List<? extends Service> services;
  private final LuaBlockScanner lua;
  private final Transport transport;
  private final Ports ports;
  private final List<Generation> draining = new ArrayList<>();
  private Generation current;
  private @Nullable PidFile pidFile;
  private State state = State.RUNNING;

  Master(Cycle cycle, List<? extends Service> services, LuaBlockScanner lua, Transport transport) {
    this.source = cycle.source();
    this.services = services;
    this.lua = lua;
    this.transport = transport;
    this.ports = new Ports(transport);
    this.current = generation(cycle);
  }

  private Generation generation(Cycle cycle) {
    return new Generation(cycle, services, ports, () -> events.add(new Event.WorkerEnded()));
  }

  static PidFile pidFile(Cycle cycle) {
    return new PidFile(cycle.prefix().resolve(cycle.main().get(MainSettings.PID)));
  }

  /** A signal arrived; may be called on any thread. */
  void ask(Signals.Arrival arrival) {
    events.add(new Event.Asked(arrival));
  }

  /**
   * Binds the ports, starts the workers; false when that failed, which has been logged. The process
   * may get all signals once {@code signals} is done; the pid file, which others wait for, comes
   * after that.
   */
  boolean start(StartLog log, Preparation signals) throws InterruptedException {
    if (!prepare(current, log)) {
      return false;
    }
    NettyLog.writeTo(current.cycle().errorLog());
    log(
        Level.NOTICE,
        "using the \"" + transport.name().toLowerCase(Locale.ROOT) + "\" event method");
    log(Level.NOTICE, Product.SERVER_TOKEN + " (perigee/" + Product.VERSION + ")");
    log(Level.NOTICE, "start worker processes");
    current.start(transport);
    signals.await();
    if (!writePid(current, log)) {
      current.terminate();
      return false;
    }
    current.accept();
    return true;
  }

  /** Where the process listens, for people. */
  List<String> listeningOn() {
    return ports.shown();
  }

  /** Waits for signals until the end. */
  void run() throws InterruptedException {
    boolean late = false;
    while (!late && (state == State.RUNNING || !allEnded())) {
      Event event =
          state == State.STOPPING
              ? events.poll(STOP_LIMIT_MILLIS, TimeUnit.MILLISECONDS)
              : events.take();
      late = event == null;
      try {
        switch (event) {
          case Event.Asked asked -> obey(asked.arrival());
          case Event.WorkerEnded ended -> workerEnded();
          case null -> {}
        }
      } catch (RuntimeException problem) {
        unexpected(problem);
      }
    }
    end();
  }

  private boolean allEnded() {
    return current.ended() && draining.isEmpty();
  }

  /**
   * Without a master there is nobody to start new workers: as in OpenResty, HUP ends the server.
   */
  private Signals.Arrival meant(Signals.Arrival arrival) {
    boolean alone = !current.cycle().main().get(MainSettings.MASTER_PROCESS);
    return alone && arrival.order() == Signals.Order.RELOAD
        ? new Signals.Arrival(Signals.Order.STOP, arrival.signal())
        : arrival;
  }

  private void obey(Signals.Arrival asked) throws InterruptedException {
    Signals.Arrival arrival = meant(asked);
    log(Level.NOTICE, arrival.notice());
    switch (arrival.order()) {
      case STOP -> stop();
      case QUIT -> quit();
      case RELOAD -> reload();
      case REOPEN -> reopenLogs();
      case STOP_WORKERS -> {
        current.stopAccepting();
        current.quit();
      }
    }
  }

  private void stop() {
    state = State.STOPPING;
    current.terminate();
    draining.forEach(Generation::terminate);
  }

  private void quit() throws InterruptedException {
    if (state == State.RUNNING) {
      state = State.QUITTING;
      current.stopAccepting();
      ports.closeUnless(List.of());
      current.quit();
    }
  }

  private void reload() throws InterruptedException {
    if (state != State.RUNNING) {
      return;
    }
    StartLog log = new StartLog(current.cycle().errorLog(), false);
    Cycle cycle;
    try {
      cycle = Cycle.load(source, services, lua, log, current.cycle());
    } catch (ConfError refused) {
      log.log(Level.EMERG, String.valueOf(refused.getMessage()));
      return;
    }
    Generation next = generation(cycle);
    if (prepare(next, log) && writePid(next, log)) {
      replaceCurrent(next);
    } else {
      closeLogs(cycle);
    }
  }

  /** Does all that may fail before a generation can run; a failure has been logged. */
  private boolean prepare(Generation next, StartLog log) {
    try {
      services.forEach(service -> service.starting(next.cycle()));
      ports.open(next.listenings(), log);
      pidFile(next.cycle()).check();
      return true;
    } catch (ConfError refused) {
      log.log(Level.EMERG, String.valueOf(refused.getMessage()));
    } catch (Ports.Unavailable logged) {
      // Ports has told which address it was.
    } catch (IOException failure) {
      pidRefused(next, log, failure);
    }
    return false;
  }

  private static void pidRefused(Generation next, StartLog log, IOException failure) {
    String name = pidFile(next.cycle()).path().toString();
    log.log(Level.EMERG, "open() \"" + name + "\" failed " + SystemErrors.text(failure));
  }

  private boolean writePid(Generation next, StartLog log) {
    PidFile file = pidFile(next.cycle());
    PidFile before = pidFile;
    if (file.equals(before)) {
      return true;
    }
    try {
      file.write();
      pidFile = file;
      if (before != null) {
        before.delete();
      }
      return true;
    } catch (IOException failure) {
      pidRefused(next, log, failure);
      return false;
    }
  }

  /**
   * The new workers are ready before the old ones cease to accept, and accept at once afterwards: a
   * connection that comes between waits in the backlog, and none reaches an old worker once the new
   * configuration has answered.
   */
  private void replaceCurrent(Generation next) throws InterruptedException {
    next.start(transport);
    Generation old = current;
    old.stopAccepting();
    next.accept();
    current = next;
    NettyLog.writeTo(next.cycle().errorLog());
    draining.add(old);
    old.quit();
    ports.closeUnless(next.listenings());
  }

  private void workerEnded() throws InterruptedException {
    for (Generation generation : List.copyOf(draining)) {
      if (generation.ended()) {
        draining.remove(generation);
        closeLogs(generation.cycle());
      }
    }
    if (state == State.RUNNING) {
      current.replaceEnded(transport);
    }
  }

  private void reopenLogs() {
    reopenLogs(current.cycle());
    draining.forEach(generation -> reopenLogs(generation.cycle()));
  }

  private void reopenLogs(Cycle cycle) {
    try {
      cycle.reopenLogs();
    } catch (IOException failure) {
      log(Level.EMERG, "open() failed " + SystemErrors.text(failure));
    }
  }

  private void end() {
    ports.closeUnless(List.of());
    log(Level.NOTICE, "exit");
    try {
      if (pidFile != null) {
        pidFile.delete();
      }
    } catch (IOException failure) {
      log(Level.ALERT, "unlink() \"" + pidFile.path() + "\" failed " + SystemErrors.text(failure));
    }
    closeLogs(current.cycle());
  }

  private void closeLogs(Cycle cycle) {
    try {
      cycle.closeLogs();
    } catch (IOException failure) {
      log(Level.ALERT, "close() failed " + SystemErrors.text(failure));
    }
  }

  private void unexpected(RuntimeException problem) {
    StringWriter text = new StringWriter();
    problem.printStackTrace(new PrintWriter(text));
    log(Level.ALERT, "unexpected error: " + text);
  }

  private void log(Level level, String message) {
    current.cycle().errorLog().log(level, message);
  }
}
