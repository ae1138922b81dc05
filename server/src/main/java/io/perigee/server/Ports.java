package io.perigee.server;

import io.perigee.core.log.Level;
import io.perigee.core.log.StartLog;
import io.perigee.core.net.ListenAddress;
import io.perigee.core.net.ListenError;
import io.perigee.core.net.Listener;
import io.perigee.core.net.Listening;
import io.perigee.core.worker.Transport;
import io.perigee.core.worker.Worker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The listening sockets of the process. They outlive a reload: what the new configuration listens
 * on as well is kept, so that nothing in a backlog is lost. Binding follows {@code
 * ngx_open_listening_sockets}: a port that is taken is tried five times, half a second apart.
 */
final class Ports {
  private static final int TRIES = 5;
  private static final long PAUSE_MILLIS = 500;

  private final Transport transport;
  private final Map<ListenAddress, Listener> listeners = new HashMap<>();

  Ports(Transport transport) {
    this.transport = transport;
  }

  /** Thrown when an address cannot be listened on; the reason has been logged. */
  static final class Unavailable extends Exception {
    Unavailable() {
      super("an address cannot be listened on", null, false, false);
    }
  }

  /** Opens what is not open yet; after a failure all is as it was before. */
  void open(List<Listening> wanted, StartLog log) throws Unavailable {
    List<Listening> missing = new ArrayList<>();
    for (Listening listening : wanted) {
      if (!listeners.containsKey(listening.address())) {
        missing.add(listening);
      }
    }
    List<Listener> opened = new ArrayList<>();
    for (int tries = TRIES; ; tries--) {
      List<Listening> taken = attempt(missing, opened, log);
      if (taken.isEmpty()) {
        break;
      }
      log.log(Level.NOTICE, "try again to bind() after 500ms");
      pause();
      if (tries == 1) {
        log.log(Level.EMERG, "still could not bind()");
        closeAll(opened);
        throw new Unavailable();
      }
      missing = taken;
    }
    opened.forEach(listener -> listeners.put(listener.address(), listener));
  }

  /** Tries the addresses once; gives back those that another socket has. */
  private List<Listening> attempt(List<Listening> missing, List<Listener> opened, StartLog log)
      throws Unavailable {
    List<Listening> taken = new ArrayList<>();
    for (Listening listening : missing) {
      try {
        opened.add(Listener.open(listening.address(), listening.options(), transport));
      } catch (IOException failure) {
        log.log(Level.EMERG, String.valueOf(failure.getMessage()));
        if (!(failure instanceof ListenError error && error.addressInUse())) {
          closeAll(opened);
          throw new Unavailable();
        }
        taken.add(listening);
      }
    }
    return taken;
  }

  /** Tries all addresses and closes them again (option -t); one that is taken is no fault. */
  void check(List<Listening> wanted, StartLog log) throws Unavailable {
    for (Listening listening : wanted) {
      try {
        Listener.open(listening.address(), listening.options(), transport).close();
      } catch (IOException failure) {
        if (!(failure instanceof ListenError error && error.addressInUse())) {
          log.log(Level.EMERG, String.valueOf(failure.getMessage()));
          throw new Unavailable();
        }
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeAll(Iterable<Listener> listeners) {
    for (Listener listener : listeners) {
      try {
        listener.close();
      } catch (IOException ignored) {
        // The socket is released in any case; only the file of a unix socket may stay behind.
      }
    }
  }

  /** A worker begins to accept on these; on its thread. */
  void accept(Worker worker, List<Listening> listenings) {
    for (Listening listening : listenings) {
      Listener listener = listeners.get(listening.address());
      if (listener != null) {
        listener.accept(worker, listening.accepted());
      }
    }
  }

  /** A worker accepts no more; on its thread. */
  void stop(Worker worker, List<Listening> listenings) {
    for (Listening listening : listenings) {
      Listener listener = listeners.get(listening.address());
      if (listener != null) {
        listener.stop(worker);
      }
    }
  }

  /** Closes what no configuration listens on any more. */
  void closeUnless(List<Listening> wanted) {
    Set<ListenAddress> kept = wanted.stream().map(Listening::address).collect(Collectors.toSet());
    List<Listener> unwanted =
        listeners.values().stream().filter(l -> !kept.contains(l.address())).toList();
    unwanted.forEach(listener -> listeners.remove(listener.address()));
    closeAll(unwanted);
  }

  /** Where the process listens, for people: {@code http://localhost:8080/} or the address. */
  List<String> shown() {
    return listeners.values().stream().map(Ports::shown).sorted().toList();
  }

  private static String shown(Listener listener) {
    if (listener.boundAddress() instanceof InetSocketAddress bound) {
      String host =
          bound.getAddress().isAnyLocalAddress()
              ? "localhost"
              : listener.address().text().replaceAll(":\\d+$", "");
      return host + ":" + bound.getPort();
    }
    return listener.address().text();
  }
}
