package io.perigee.server;

import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.Level;
import io.perigee.core.worker.Transport;
import org.jspecify.annotations.Nullable;

/**
 * What a start has to do that takes its time and needs nothing of the configuration, which is read
 * meanwhile on another thread.
 */
final class ProcessPreparation {
  private volatile @Nullable String quitRefused;

  /** Does it; the server may start when this is over. */
  void run() {
    Transport.best();
    quitRefused = QuitSignal.install();
  }

  /** Tells what could not be done, in the log, which is there by now. */
  void report(ErrorLog log) {
    String reason = quitRefused;
    if (reason != null) {
      log.log(
          Level.WARN,
          "SIGQUIT cannot be handled (" + reason + "), SIGPWR stops the server gracefully instead");
    }
  }
}
