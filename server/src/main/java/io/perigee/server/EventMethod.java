package io.perigee.server;

import io.perigee.core.cycle.Cycle;
import io.perigee.core.cycle.MainSettings;
import io.perigee.core.worker.Transport;

/** The {@code use} directive: which transport nginx's event methods stand for. */
final class EventMethod {
  private EventMethod() {}

  /** The transport that a configuration asks for, or the best one of this machine. */
  static Transport of(Cycle cycle) {
    Transport wanted =
        switch (cycle.main().get(MainSettings.USE)) {
          case "epoll" -> Transport.EPOLL;
          case "io_uring" -> Transport.IO_URING;
          case "nio", "poll", "select" -> Transport.NIO;
          default -> Transport.best();
        };
    return wanted.available() ? wanted : Transport.best();
  }
}
