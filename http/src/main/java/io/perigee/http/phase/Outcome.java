package io.perigee.http.phase;

/**
 * What a phase handler, a filter or a content handler answers: one of nginx's return codes or an
 * HTTP status. Instances are made once and compared by identity.
 */
public final class Outcome {
  private static final int STATUSES = 1000;

  /** The work is complete; the engine goes on with the next phase (NGX_OK). */
  public static final Outcome OK = new Outcome(0);

  /** The connection is broken or no answer can be made (NGX_ERROR). */
  public static final Outcome ERROR = new Outcome(-1);

  /** The work waits for an event (NGX_AGAIN). */
  public static final Outcome AGAIN = new Outcome(-2);

  /** The request is held or was already ended by the handler (NGX_DONE). */
  public static final Outcome DONE = new Outcome(-4);

  /** The handler does not care for this request (NGX_DECLINED). */
  public static final Outcome DECLINED = new Outcome(-5);

  private static final Outcome[] STATUS = statuses();

  private final int code;

  private Outcome(int code) {
    this.code = code;
  }

  private static Outcome[] statuses() {
    Outcome[] all = new Outcome[STATUSES];
    for (int i = 0; i < STATUSES; i++) {
      all[i] = new Outcome(i);
    }
    all[0] = OK;
    return all;
  }

  /** The outcome "finish with this HTTP status"; 0 is {@link #OK}. */
  public static Outcome status(int status) {
    return STATUS[status];
  }

  /** The outcome for a number as nginx's C API uses it: negative codes, 0, or an HTTP status. */
  public static Outcome ofCode(int code) {
    return switch (code) {
      case -1 -> ERROR;
      case -2 -> AGAIN;
      case -4 -> DONE;
      case -5 -> DECLINED;
      default -> code < 0 || code >= STATUSES ? ERROR : STATUS[code];
    };
  }

  /** The number: nginx's negative code, 0 for {@link #OK}, or the HTTP status. */
  public int code() {
    return code;
  }

  /** Whether this is an HTTP status rather than a return code. */
  public boolean isStatus() {
    return code > 0;
  }

  @Override
  public String toString() {
    return switch (code) {
      case 0 -> "OK";
      case -1 -> "ERROR";
      case -2 -> "AGAIN";
      case -4 -> "DONE";
      case -5 -> "DECLINED";
      default -> "status " + code;
    };
  }
}
