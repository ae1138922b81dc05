package io.perigee.http.module;

import io.perigee.core.cycle.Cycle;
import io.perigee.core.worker.Worker;
import io.perigee.http.core.HttpConf;

/**
 * A part of the HTTP subsystem with directives of its own. One instance serves all cycles of a
 * process and keeps no state of a cycle; what belongs to one is attached to its {@link HttpConf} or
 * {@link Cycle}.
 */
public interface HttpModule {
  /** Fills in the registration page for one reading of the configuration. */
  void register(HttpModules modules);

  /**
   * Completes the configuration when all values are in place (nginx's postconfiguration); throws
   * ConfError to refuse it. Handlers and filters may still be added.
   */
  default void configured(HttpConf conf) {}

  /** The configuration is accepted and will be served; not called for a mere test. */
  default void cycleStarting(Cycle cycle) {}

  /** A worker begins; called on its thread. */
  default void workerStarted(Worker worker, HttpConf conf) {}

  /** A worker ends; called on its thread. */
  default void workerExiting(Worker worker, HttpConf conf) {}
}
