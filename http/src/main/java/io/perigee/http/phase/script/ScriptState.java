package io.perigee.http.phase.script;

import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;

/**
 * The state of one run of a rewrite script: the position, and the outcome with which it ends
 * (nginx's {@code ngx_http_script_engine_t}).
 */
public final class ScriptState {
  private final Request request;
  private int position;
  private Outcome outcome = Outcome.DECLINED;
  private boolean finished;

  ScriptState(Request request) {
    this.request = request;
  }

  /** The request for which the script runs. */
  public Request request() {
    return request;
  }

  /** Ends the script, and the phase with this outcome. */
  public void finish(Outcome with) {
    outcome = with;
    finished = true;
  }

  /** Ends the script without an outcome; the phase goes on with its next handler. */
  public void stop() {
    finished = true;
  }

  /** What {@link #finish} was told; DECLINED where the phase goes on with its next handler. */
  public Outcome outcome() {
    return outcome;
  }

  /** Whether no further step is run. */
  public boolean finished() {
    return finished;
  }

  /** Skips the next steps; used by conditions whose block is not entered. */
  public void skip(int steps) {
    position += steps;
  }

  int advance() {
    return position++;
  }
}
