package io.perigee.http.phase.script;

import io.perigee.http.request.Request;

/**
 * The state of one run of a rewrite script: the position, and the status with which it ends (0 while
 * none is set), as nginx's {@code ngx_http_script_engine_t}.
 */
public final class ScriptState {
  private final Request request;
  private int position;
  private int status;
  private boolean finished;

  ScriptState(Request request) {
    this.request = request;
  }

  /** The request for which the script runs. */
  public Request request() {
    return request;
  }

  /** Ends the script and the phase with this HTTP status. */
  public void finish(int withStatus) {
    status = withStatus;
    finished = true;
  }

  /** Ends the script without a status; the phase goes on with its next handler. */
  public void stop() {
    finished = true;
  }

  /** The HTTP status set by {@link #finish}, or 0. */
  public int status() {
    return status;
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
