package io.perigee.httplua.vm;

/** A chunk could not be loaded: the line for the error log and the status to answer with. */
public final class LoadFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  LoadFailure(String message, int status) {
    super(message, null, false, false);
    this.status = status;
  }

  /** The HTTP status that a request ends with. */
  public int status() {
    return status;
  }
}
