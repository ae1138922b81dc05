package io.perigee.httpmodules.rewrite;

import io.perigee.conf.directive.Directive;
import io.perigee.core.text.Ascii;
import io.perigee.core.text.UriEscape;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.variable.RequestVariables;
import java.util.ArrayList;
import java.util.List;

/**
 * The replacement of a {@code rewrite}: a path and, behind the first question mark of the text,
 * arguments. Groups of the expression are escaped again in arguments and redirects if the client's
 * path was escaped.
 */
final class Replacement {
  private final List<ComplexValue<Request>> path;
  private final List<ComplexValue<Request>> args;
  private final boolean hasArgs;

  private Replacement(
      List<ComplexValue<Request>> path, List<ComplexValue<Request>> args, boolean hasArgs) {
    this.path = path;
    this.args = args;
    this.hasArgs = hasArgs;
  }

  /** A replacement within the server. */
  static Replacement compile(Directive d, String text) {
    int question = text.indexOf('?');
    if (question < 0) {
      return new Replacement(split(d, text), List.of(), false);
    }
    return new Replacement(
        split(d, text.substring(0, question)), split(d, text.substring(question + 1)), true);
  }

  /** A URL to which the client is sent: path and arguments are one text. */
  static Replacement compileUrl(Directive d, String text) {
    return new Replacement(split(d, text), List.of(), text.indexOf('?') >= 0);
  }

  /** Groups and the texts between them, each as a value of its own. */
  private static List<ComplexValue<Request>> split(Directive d, String text) {
    List<ComplexValue<Request>> parts = new ArrayList<>();
    int start = 0;
    int at = 0;
    while (at < text.length()) {
      int length = groupLength(text, at);
      if (length == 0) {
        at++;
        continue;
      }
      addPart(d, parts, text.substring(start, at));
      addPart(d, parts, text.substring(at, at + length));
      at += length;
      start = at;
    }
    addPart(d, parts, text.substring(start));
    return List.copyOf(parts);
  }

  private static void addPart(Directive d, List<ComplexValue<Request>> parts, String text) {
    if (!text.isEmpty()) {
      parts.add(RequestVariables.compile(d, text));
    }
  }

  private static int groupLength(String text, int at) {
    if (text.charAt(at) != '$') {
      return 0;
    }
    if (at + 1 < text.length() && isGroup(text.charAt(at + 1))) {
      return 2;
    }
    boolean braced =
        text.startsWith("${", at)
            && at + 3 < text.length()
            && isGroup(text.charAt(at + 2))
            && text.charAt(at + 3) == '}';
    return braced ? 4 : 0;
  }

  private static boolean isGroup(char ch) {
    return ch >= '1' && ch <= '9';
  }

  /** Whether the text has a question mark. */
  boolean hasArgs() {
    return hasArgs;
  }

  byte[] path(Request r) {
    return join(r, path, false);
  }

  byte[] args(Request r) {
    return join(r, args, isQuoted(r));
  }

  /** The whole text for a redirect. */
  byte[] url(Request r) {
    return join(r, path, isQuoted(r));
  }

  private static boolean isQuoted(Request r) {
    return r.is(RequestFlag.QUOTED_URI) || r.is(RequestFlag.PLUS_IN_URI);
  }

  private static byte[] join(Request r, List<ComplexValue<Request>> parts, boolean escape) {
    byte[][] pieces = new byte[parts.size()][];
    for (int i = 0; i < pieces.length; i++) {
      ComplexValue<Request> part = parts.get(i);
      byte[] piece = part.evaluate(r);
      boolean group = groupLength(part.source(), 0) == part.source().length();
      pieces[i] = escape && group ? UriEscape.ARGS.escape(piece) : piece;
    }
    return Ascii.concat(pieces);
  }

  /**
   * Takes escapes back that a redirect does not need: those of visible characters after the percent
   * sign, up to the first question mark (NGX_UNESCAPE_REDIRECT).
   */
  static byte[] unescapeRedirect(byte[] url) {
    byte[] result = new byte[url.length];
    int out = 0;
    int in = 0;
    while (in < url.length && url[in] != '?') {
      int value = escapedAt(url, in);
      if (value == '?' || (value > '%' && value < 0x7f)) {
        result[out++] = (byte) value;
        in += 3;
        if (value == '?') {
          break;
        }
      } else {
        result[out++] = url[in++];
      }
    }
    System.arraycopy(url, in, result, out, url.length - in);
    return Ascii.slice(result, 0, out + url.length - in);
  }

  private static int escapedAt(byte[] url, int at) {
    if (url[at] != '%' || at + 2 >= url.length) {
      return -1;
    }
    return (int) Ascii.parseHex(url, at + 1, at + 3);
  }
}
