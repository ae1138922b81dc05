package io.perigee.ngx.regex;

import io.perigee.core.text.Ascii;
import io.perigee.ngx.text.ByteSink;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A template of {@code ngx.re.sub}: text with {@code $0}, {@code $1}, {@code ${1}} and {@code $$}.
 */
final class Replacement {
  private final List<Object> parts;

  private Replacement(List<Object> parts) {
    this.parts = parts;
  }

  /** Reads a template; null for one that is not well-formed, after telling why. */
  static @Nullable Replacement parse(byte[] template, Consumer<String> log) {
    List<Object> parts = new ArrayList<>();
    ByteSink text = new ByteSink(template.length);
    int at = 0;
    while (at < template.length) {
      if (template[at] != '$') {
        text.add(template[at++]);
        continue;
      }
      if (at + 1 == template.length) {
        log.accept(unnamed(template));
        return null;
      }
      if (template[at + 1] == '$') {
        text.add('$');
        at += 2;
        continue;
      }
      boolean braced = template[at + 1] == '{';
      int start = at + (braced ? 2 : 1);
      int end = start;
      while (end < template.length && template[end] >= '0' && template[end] <= '9') {
        end++;
      }
      if (end == start || end - start > 8 || (braced && !isBrace(template, end))) {
        log.accept(fault(template, start, end));
        return null;
      }
      if (text.size() > 0) {
        parts.add(text.toBytes());
        text = new ByteSink(16);
      }
      parts.add(number(template, start, end));
      at = braced ? end + 1 : end;
    }
    if (text.size() > 0) {
      parts.add(text.toBytes());
    }
    return new Replacement(parts);
  }

  private static String unnamed(byte[] template) {
    return "lua script: invalid capturing variable name found in \""
        + Ascii.string(template)
        + "\"";
  }

  /** Why the name behind a dollar sign cannot be used. */
  private static String fault(byte[] template, int start, int digitsEnd) {
    if (digitsEnd > start) {
      return "the closing bracket in \""
          + Ascii.string(Ascii.slice(template, start, digitsEnd))
          + "\" variable is missing";
    }
    int end = start;
    while (end < template.length && isNameByte(template[end])) {
      end++;
    }
    return end == start
        ? unnamed(template)
        : "attempt to use named capturing variable \""
            + Ascii.string(Ascii.slice(template, start, end))
            + "\" (named captures not supported yet)";
  }

  private static boolean isNameByte(byte b) {
    int c = b | 0x20;
    return (c >= 'a' && c <= 'z') || (b >= '0' && b <= '9') || b == '_';
  }

  private static boolean isBrace(byte[] template, int at) {
    return at < template.length && template[at] == '}';
  }

  private static Integer number(byte[] digits, int start, int end) {
    int value = 0;
    for (int i = start; i < end; i++) {
      value = value * 10 + digits[i] - '0';
    }
    return value;
  }

  /** Appends the text for the last match of an expression. */
  void append(ByteSink sink, Compiled regex, byte[] subject) {
    for (Object part : parts) {
      if (part instanceof byte[] text) {
        sink.add(text);
      } else if (part instanceof Integer group
          && group <= regex.groups()
          && regex.start(group) >= 0) {
        sink.add(subject, regex.start(group), regex.end(group));
      }
    }
  }
}
