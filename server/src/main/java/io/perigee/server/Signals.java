package io.perigee.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Turns the signals that nginx's master understands into {@link Order}s. The JVM's own reactions to
 * TERM, INT and HUP (it would exit) are replaced, so this happens before the first port is bound.
 * QUIT comes by a detour, see {@link QuitSignal}.
 */
final class Signals {
  private Signals() {}

  /** What a signal asks the master to do. */
  enum Order {
    /** TERM, INT: stop at once. */
    STOP("exiting"),
    /** QUIT: finish what was begun, then stop. */
    QUIT("shutting down"),
    /** HUP: read the configuration again. */
    RELOAD("reconfiguring"),
    /** USR1: open the log files again. */
    REOPEN("reopening logs"),
    /** WINCH: the workers finish and stop, the master stays. */
    STOP_WORKERS("gracefully shutting down worker processes");

    private final String action;

    Order(String action) {
      this.action = action;
    }
  }

  /** A signal that arrived, as nginx shows it, and what it asks for. */
  record Arrival(Order order, String signal) {
    /** The words of nginx's notice about it. */
    String notice() {
      return "signal " + signal + " received, " + order.action;
    }
  }

  /** Installs all handlers; from here on the signals arrive at the consumer, on foreign threads. */
  static void install(Consumer<Arrival> consumer) {
    handle("TERM", "15 (SIGTERM)", Order.STOP, consumer);
    handle("INT", "2 (SIGINT)", Order.STOP, consumer);
    handle("HUP", "1 (SIGHUP)", Order.RELOAD, consumer);
    handle("USR1", "10 (SIGUSR1)", Order.REOPEN, consumer);
    handle("WINCH", "28 (SIGWINCH)", Order.STOP_WORKERS, consumer);
    ignore("ALRM");
    ignore("IO");
    if (QuitSignal.isKnownMachine()) {
      handle(QuitSignal.HANDLED_AS, "3 (SIGQUIT)", Order.QUIT, consumer);
    }
  }

  /**
   * Lets the process end silently when nobody reads its output any more, as programs of the command
   * line do; a server must not call it.
   */
  static void endOnBrokenPipe() {
    Signal.handle(new Signal("PIPE"), SignalHandler.SIG_DFL);
  }

  /**
   * The JDK's tools ask for a connection with SIGQUIT and a file beside it. The launcher has the
   * JVM listen for them from the start, so that they do not need to; where a tool asks
   * nevertheless, the server must not take it for an order to quit.
   */
  private static boolean isCallOfTool() {
    String name = ".attach_pid" + ProcessHandle.current().pid();
    return Files.exists(Path.of("/proc/self/cwd", name)) || Files.exists(Path.of("/tmp", name));
  }

  /**
   * Signals that nginx takes and does nothing about; by themselves they would end the process. They
   * have a handler, because the programs that Lua code starts would inherit that they are ignored.
   */
  private static void ignore(String name) {
    Signal.handle(new Signal(name), signal -> {});
  }

  private static void handle(String name, String shown, Order order, Consumer<Arrival> consumer) {
    Arrival arrival = new Arrival(order, shown);
    SignalHandler handler =
        signal -> {
          if (order != Order.QUIT || !isCallOfTool()) {
            consumer.accept(arrival);
          }
        };
    Signal.handle(new Signal(name), handler);
  }
}
