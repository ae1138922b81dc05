package io.perigee.ngx.regex;

import io.perigee.core.text.Ascii;
import io.perigee.ngx.text.ByteSink;
import java.util.ArrayList;
import java.util.List;

/** A replacement template of ngx.re.sub and gsub: text with {@code $1}, {@code ${1}} and {@code $$}. */
final class Replacement {
  /** The template cannot be compiled; the message goes to the error log. */
  static final class Malformed extends Exception {
    Malformed(String message) {
      super(message, null, false, false);
    }
  }

  /** Literal bytes, or a group when {@code group} is not negative. */
  private record Part(byte[] text, int group) {}

  private final List<Part> parts;

  private Replacement(List<Part> parts) {
    this.parts = parts;
  }

  static Replacement compile(byte[] template) throws Malformed {
    return new Replacement(new Reader(template).parts());
  }

  /** Appends the replacement for a match; groups that took no part are empty. */
  void append(ByteSink out, byte[] subject, int[] offsets) {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.group < 0) {
        out.add(part.text);
      } else if (2 * part.group + 1 < offsets.length && offsets[2 * part.group] >= 0) {
        out.add(subject, offsets[2 * part.group], offsets[2 * part.group + 1]);
      }
    }
  }

  private static final class Reader {
    private final byte[] template;
    private final List<Part> parts = new ArrayList<>();
    private int start;
    private int at;

    Reader(byte[] template) {
      this.template = template;
    }

    List<Part> parts() throws Malformed {
      while (at < template.length) {
        if (template[at] != '$') {
          at++;
          continue;
        }
        literal(at);
        if (at + 1 < template.length && template[at + 1] == '$') {
          start = at + 1;
          at += 2;
        } else {
          at++;
          group();
          start = at;
        }
      }
      literal(at);
      return parts;
    }

    private void literal(int end) {
      if (end > start) {
        parts.add(new Part(Ascii.slice(template, start, end), -1));
      }
    }

    private void group() throws Malformed {
      boolean braced = at < template.length && template[at] == '{';
      int from = braced ? at + 1 : at;
      int to = from;
      while (to < template.length && isNameByte(template[to])) {
        to++;
      }
      int digits = from;
      while (digits < to && template[digits] >= '0' && template[digits] <= '9') {
        digits++;
      }
      String name = Ascii.string(template, from, to);
      if (to == from) {
        throw new Malformed(
            "lua script: invalid capturing variable name found in \""
                + Ascii.string(template)
                + "\"");
      }
      if (braced && (to == template.length || template[to] != '}')) {
        throw new Malformed(
            "lua script: the closing bracket in \"" + name + "\" variable is missing");
      }
      if (digits == from || (braced && digits < to)) {
        throw new Malformed(
            "attempt to use named capturing variable \""
                + name
                + "\" (named captures not supported yet)");
      }
      parts.add(new Part(template, number(from, digits)));
      at = braced ? to + 1 : digits;
    }

    private int number(int from, int to) {
      long value = Ascii.parseDecimal(template, from, to);
      return value < 0 || value > 65535 ? 65535 : (int) value;
    }

    private static boolean isNameByte(byte b) {
      return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_';
    }
  }
}
