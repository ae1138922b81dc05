package io.perigee.ngx.limit;

/** What one run has used so far, over all its stretches on the event loop. */
public final class RunAccount {
  private RunLimits limits = RunLimits.NONE;
  long used;

  /** An account without limits. */
  public RunAccount() {}

  /** A new run begins with these limits. */
  public void begin(RunLimits granted) {
    limits = granted;
    used = 0;
  }

  /** The limits of the run. */
  public RunLimits limits() {
    return limits;
  }
}
