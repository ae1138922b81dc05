package io.perigee.server;

/** The run from which the start-up cache is made. */
final class TrainingRun {
  private TrainingRun() {}

  static int run() {
    return 0;
  }
}
