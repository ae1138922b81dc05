package io.perigee.httplua.directive;

/** {@code init_by_lua} failed, so the configuration cannot be served. */
public final class InitFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InitFailure(String message) {
    super(message, null, false, false);
  }
}
