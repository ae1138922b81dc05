package io.perigee.http.upstream;

import io.perigee.http.filter.Chain;

/** How the body of a peer's response is framed: what of the bytes is content, and where it ends. */
public interface ReplyBody {
  /** What bytes came to. */
  enum Step {
    /** More may follow. */
    MORE,
    /** The body is complete. */
    COMPLETE,
    /** The framing is broken; the reason was logged. */
    INVALID
  }

  /** Whether there is no body at all. */
  default boolean isEmpty() {
    return false;
  }

  /**
   * Takes bytes and adds what is content to a chain. The array is not written to any more, so
   * buffers may refer to it.
   */
  Step take(byte[] bytes, int from, int to, Chain content);

  /** Whether the end of the connection is a proper end of the body now. */
  boolean endsWithConnection();

  /** Whether bytes came after the end, so that the connection is of no further use. */
  default boolean hasExcess() {
    return false;
  }
}
