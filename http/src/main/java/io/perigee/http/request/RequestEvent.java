package io.perigee.http.request;

/** What a request does when its connection can be written or read, or when it was posted. */
@FunctionalInterface
public interface RequestEvent {
  /** Does nothing. */
  RequestEvent NOTHING = r -> {};

  /** Goes on with the request. */
  void happened(Request r);
}
