package io.perigee.httplua.vm;

/** A chunk could not be loaded: the line for the error log and the status to answer with. */
public final class LoadFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String message;
  private final int status;

  LoadFailure(String message, int status) {
    super(message, null, false, false);
    this.message = message;
    this.status = status;
  }

  /** The line for the error log. */
  public String message() {
    return message;
  }

  /** The HTTP status that a request ends with. */
  public int status() {
    return status;
  }

  /** The message without what was being loaded, for texts that name it themselves. */
  static String cause(LoadFailure failure) {
    String inlined = "failed to load inlined Lua code: ";
    String text = failure.message;
    if (text.startsWith(inlined)) {
      return text.substring(inlined.length());
    }
    int quote = text.indexOf("\": ");
    return quote < 0 ? text : text.substring(quote + 3);
  }
}
