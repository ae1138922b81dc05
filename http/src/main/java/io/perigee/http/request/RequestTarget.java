package io.perigee.http.request;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for: the method, the path with its arguments, and the host. The line that was
 * received stays as it is; the rest changes with internal redirects and rewrites. This is a part of
 * {@link Request}, and no object of its own, because there is one for each.
 */
public abstract sealed class RequestTarget permits Request {
  private static final byte[] EMPTY = new byte[0];

  private final RequestLine line;
  private int method = Methods.UNKNOWN;
  private byte @Nullable [] methodName;
  private byte[] uri = EMPTY;
  private byte[] args = EMPTY;
  private byte @Nullable [] extension;
  private byte @Nullable [] host;

  /** Of a main request: nothing but the line is known, and that may not be complete. */
  RequestTarget(RequestLine line) {
    this.line = line;
  }

  /** Of a subrequest: GET, with the host of its parent. */
  RequestTarget(RequestTarget parent) {
    this.line = parent.line;
    this.method = Methods.GET;
    this.methodName = Methods.name(Methods.GET);
    this.host = parent.host;
  }

  /** One bit of {@link Methods}. */
  public int method() {
    return method;
  }

  /** Sets method bit and name together. */
  public void method(int methodBit, byte[] name) {
    method = methodBit;
    methodName = name;
  }

  /** Sets the method bit; the name is that of the received line. */
  public void receivedMethod(int methodBit) {
    method = methodBit;
  }

  /** The method's name. */
  public byte[] methodName() {
    byte[] name = methodName;
    return name == null ? line.methodName() : name;
  }

  /** The first line as received. */
  public RequestLine line() {
    return line;
  }

  /** The first line's text (variable $request). */
  public byte[] requestLine() {
    return line.text();
  }

  /** The target as received (variable $request_uri). */
  public byte[] unparsedUri() {
    return line.unparsedUri();
  }

  /** nginx's version number: 9, 1000 or 1001. */
  public int version() {
    return line.version();
  }

  /** The decoded, normalised path (variable $uri). */
  public byte[] uri() {
    return uri;
  }

  /** Sets the path; its extension follows. */
  public void uri(byte[] path) {
    uri = path;
    extension = null;
  }

  /** The arguments, without the question mark; empty for none. */
  public byte[] args() {
    return args;
  }

  /** Sets the arguments. */
  public void args(byte[] text) {
    args = text;
  }

  /** What follows the last dot of the path's last segment; empty for none. */
  public byte[] extension() {
    byte[] found = extension;
    if (found == null) {
      found = extensionOf(uri);
      extension = found;
    }
    return found;
  }

  private static byte[] extensionOf(byte[] uri) {
    for (int i = uri.length - 1; i > 1; i--) {
      if (uri[i] == '.' && uri[i - 1] != '/') {
        return Arrays.copyOfRange(uri, i + 1, uri.length);
      }
      if (uri[i] == '/') {
        break;
      }
    }
    return EMPTY;
  }

  /** The checked, lower-case host name without port, from the target or the Host field; or null. */
  public byte @Nullable [] host() {
    return host;
  }

  /** Sets the checked host name. */
  public void host(byte[] name) {
    host = name;
  }
}
