package io.perigee.core.net;

import io.perigee.core.cycle.Cycle;
import io.perigee.core.cycle.Subsystem;
import io.perigee.core.worker.Worker;
import java.util.List;

/**
 * A subsystem that serves connections: what the master asks of it in the life of a cycle. The hooks
 * are called for each cycle in the order of the methods.
 */
public interface Service extends Subsystem {
  /**
   * The configuration was accepted and is going to be served; not called for a mere check. Throws
   * ConfError to refuse it after all (nginx: init_module).
   */
  void starting(Cycle cycle);

  /** The addresses to listen on. */
  List<Listening> listenings(Cycle cycle);

  /** A worker's life begins, before it accepts; on its thread (nginx: init_process). */
  void workerStarted(Worker worker);

  /** A worker's life ends, its connections are gone; on its thread (nginx: exit_process). */
  void workerEnding(Worker worker);
}
