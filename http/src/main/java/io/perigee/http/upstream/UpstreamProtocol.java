package io.perigee.http.upstream;

import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;
import org.jspecify.annotations.Nullable;

/**
 * What a module says to a peer, and how it understands the answer (the callbacks of nginx's {@code
 * ngx_http_upstream_t}). One object belongs to one request.
 */
public interface UpstreamProtocol {
  /** How the head of a response was understood. */
  enum Head {
    /** It is complete; the response's fields are in {@link Reply}. */
    COMPLETE,
    /** More bytes are needed. */
    MORE_NEEDED,
    /** It is not of this protocol; the reason was logged. */
    INVALID
  }

  /** The scheme in messages, {@code http://}. */
  String scheme();

  /**
   * Makes the bytes that are sent before the request's body; called once, before the first peer is
   * chosen. OK, or what to finish the request with.
   */
  Outcome createRequest(Request r, RequestBytes to);

  /** What the request is for, in messages: the path behind the peer's name. */
  byte[] uri();

  /** Whether the request's body follows what {@link #createRequest} made. */
  default boolean sendsBody() {
    return true;
  }

  /** Forgets what was read, since another peer is going to be asked. */
  default void restart() {}

  /** Reads the head of the response from the bytes that have come. */
  Head readHead(Request r, ReceivedBytes in, Reply reply);

  /** How the body of this response is framed; called when its head is complete. */
  ReplyBody body(Request r, Reply reply);

  /** Whether the server itself answers where the peer has nothing (status 404). */
  default boolean interceptsNotFound() {
    return false;
  }

  /** Whether a response with status 101 turns the connection into a tunnel. */
  default boolean mayUpgrade() {
    return false;
  }

  /** A Location or Refresh of the peer in the form for the client, or null to leave it. */
  default byte @Nullable [] redirect(Request r, byte[] value, int from) {
    return null;
  }

  /** A Set-Cookie of the peer in the form for the client. */
  default byte[] cookie(Request r, byte[] value) {
    return value;
  }
}
