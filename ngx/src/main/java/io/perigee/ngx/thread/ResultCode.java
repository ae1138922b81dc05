package io.perigee.ngx.thread;

/** The result codes of the scheduler and of {@code ngx.exit}, with nginx's values. */
public final class ResultCode {
  /** The handler finished. */
  public static final int OK = 0;

  /** The handler failed, the connection is to be closed. */
  public static final int ERROR = -1;

  /** The handler waits for an event. */
  public static final int AGAIN = -2;

  /** The handler waits and the operation holds a reference of its own. */
  public static final int DONE = -4;

  /** The next handler is to run. */
  public static final int DECLINED = -5;

  private ResultCode() {}
}
