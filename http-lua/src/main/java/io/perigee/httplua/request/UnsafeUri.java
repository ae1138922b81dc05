package io.perigee.httplua.request;

import io.perigee.core.text.Ascii;
import io.perigee.core.text.UriEscape;
import io.perigee.lua.runtime.LuaError;

/** The checks of paths that Lua code gives: no way out of the tree, no control characters. */
public final class UnsafeUri {
  private UnsafeUri() {}

  /**
   * The unescaped path if it is safe (ngx_http_parse_unsafe_uri): not empty, no query mark, no NUL
   * and no segment of two dots; otherwise throws the message.
   */
  public static byte[] checked(byte[] uri, String message) {
    byte[] plain = uri.length == 0 ? uri : UriEscape.unescape(uri);
    if (isUnsafe(uri) || isUnsafe(plain)) {
      throw LuaError.at(1, message);
    }
    return plain;
  }

  private static boolean isUnsafe(byte[] uri) {
    if (uri.length == 0 || uri[0] == '?') {
      return true;
    }
    if (uri.length == 2 && uri[0] == '.' && uri[1] == '.') {
      return true;
    }
    if (startsWithParent(uri, 0)) {
      return true;
    }
    for (int i = 0; i < uri.length; i++) {
      if (uri[i] == 0 || (isSlash(uri[i]) && isParentSegment(uri, i + 1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWithParent(byte[] uri, int at) {
    return uri.length > at + 2 && uri[at] == '.' && uri[at + 1] == '.' && isSlash(uri[at + 2]);
  }

  private static boolean isParentSegment(byte[] uri, int at) {
    return startsWithParent(uri, at)
        || (uri.length == at + 2 && uri[at] == '.' && uri[at + 1] == '.');
  }

  private static boolean isSlash(byte b) {
    return b == '/';
  }

  /** Throws for a byte that may not stand in a URI; the hint is put behind the message. */
  public static void checkBytes(byte[] text, String what, String hint) {
    for (byte b : text) {
      int c = b & 0xff;
      if (c < 32 || c == 127) {
        throw LuaError.at(
            1,
            "unsafe byte \"0x"
                + String.format("%02x", c)
                + "\" in "
                + what
                + " \""
                + Ascii.string(escaped(text))
                + "\""
                + hint);
      }
    }
  }

  /** Arguments with control characters and spaces as %XX, so that they stay on their line. */
  public static byte[] escapedBytes(byte[] text) {
    boolean plain = true;
    for (byte b : text) {
      plain &= (b & 0xff) > 31 && b != 127;
    }
    if (plain) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length + 8);
    for (byte b : text) {
      int c = b & 0xff;
      if (c < 32 || c == 127) {
        shown.append('%').append(String.format("%02X", c));
      } else {
        shown.append((char) c);
      }
    }
    return Ascii.latin1(shown.toString());
  }

  private static byte[] escaped(byte[] text) {
    StringBuilder shown = new StringBuilder(text.length + 8);
    for (byte b : text) {
      int c = b & 0xff;
      if (c < 32 || c == 127 || c == '"' || c == '\\') {
        shown.append("\\x").append(String.format("%02X", c));
      } else {
        shown.append((char) c);
      }
    }
    return Ascii.latin1(shown.toString());
  }
}
