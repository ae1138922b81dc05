package io.perigee.http.request;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a request as it was received. The parser notes offsets into the connection's
 * bytes; arrays are made when asked for. Shared by a main request and its subrequests.
 */
public final class RequestLine {
  private static final byte[] EMPTY = new byte[0];

  /** What a request that is refused before its version was read is answered with. */
  private static final int UNKNOWN_VERSION = 1000;

  byte[] raw = EMPTY;
  int start;
  int end;
  int methodEnd;
  int uriStart;
  int uriEnd;
  int protocolStart;
  int version = UNKNOWN_VERSION;
  private byte @Nullable [] text;
  private byte @Nullable [] methodName;
  private byte @Nullable [] unparsedUri;
  private byte @Nullable [] protocol;

  /** A line with nothing in it. */
  public RequestLine() {}

  /** Forgets the line; the next one stands in the given bytes. */
  public void reset(byte[] received) {
    raw = received;
    start = 0;
    end = 0;
    methodEnd = 0;
    uriStart = 0;
    uriEnd = 0;
    protocolStart = 0;
    version = UNKNOWN_VERSION;
    text = null;
    methodName = null;
    unparsedUri = null;
    protocol = null;
  }

  /** Tells that the received bytes moved to another array, at the same offsets. */
  public void moved(byte[] received) {
    raw = received;
  }

  /** Notes where the line stands; the end is that of its text, without line end. */
  public void line(int lineStart, int lineEnd) {
    start = lineStart;
    end = lineEnd;
    text = null;
  }

  /** Notes where the method ends; it begins where the line does. */
  public void method(int lineStart, int nameEnd) {
    start = lineStart;
    methodEnd = nameEnd;
  }

  /** Notes where the target stands as it was sent, arguments included. */
  public void target(int from, int to) {
    uriStart = from;
    uriEnd = to;
  }

  /** Notes where the protocol begins and its version: 9, or major times 1000 plus minor. */
  public void protocol(int from, int number) {
    protocolStart = from;
    version = number;
  }

  /** The line without its end (variable $request). */
  public byte[] text() {
    byte[] made = text;
    if (made == null) {
      made = Arrays.copyOfRange(raw, start, end);
      text = made;
    }
    return made;
  }

  /** The method as it was sent. */
  public byte[] methodName() {
    byte[] made = methodName;
    if (made == null) {
      made = Arrays.copyOfRange(raw, start, methodEnd);
      methodName = made;
    }
    return made;
  }

  /** The target as it was sent (variable $request_uri). */
  public byte[] unparsedUri() {
    byte[] made = unparsedUri;
    if (made == null) {
      made = Arrays.copyOfRange(raw, uriStart, uriEnd);
      unparsedUri = made;
    }
    return made;
  }

  /** The protocol as it was sent, empty for HTTP/0.9. */
  public byte[] protocol() {
    byte[] made = protocol;
    if (made == null) {
      made = protocolStart == 0 ? EMPTY : Arrays.copyOfRange(raw, protocolStart, end);
      protocol = made;
    }
    return made;
  }

  /** nginx's version number: 9, 1000, 1001; 1000 while unknown. */
  public int version() {
    return version;
  }
}
