package io.perigee.lua.library;

import io.perigee.lua.pattern.ByteBuilder;
import io.perigee.lua.pattern.CharacterClass;
import io.perigee.lua.pattern.FormatDirective;
import io.perigee.lua.pattern.NumberPrinter;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.NumberText;
import io.perigee.lua.value.LuaString;

/** {@code string.format} (Lua manual 5.4) with LuaJIT's conversions and messages. */
final class StringFormat {
  private final Object[] args;
  private final ByteBuilder out;
  private int next = 1;

  private StringFormat(Object[] args, int capacity) {
    this.args = args;
    this.out = new ByteBuilder(capacity);
  }

  static Object format(Object[] args) {
    byte[] format = Arguments.string(args, 0).bytes();
    return new StringFormat(args, format.length + 16 * args.length).run(format);
  }

  private LuaString run(byte[] format) {
    FormatDirective directive = null;
    int i = 0;
    int plain = 0;
    while (i < format.length) {
      if (format[i] != '%') {
        i++;
        continue;
      }
      out.add(format, plain, i);
      if (i + 1 < format.length && format[i + 1] == '%') {
        out.add('%');
        i += 2;
      } else if (i + 1 < format.length && isQuick(format[i + 1])) {
        i += 2;
      } else {
        directive = directive == null ? new FormatDirective(format) : directive;
        i = directive.read(i);
        convert(directive);
      }
      plain = i;
    }
    out.add(format, plain, i);
    return LuaString.wrap(out.toBytes());
  }

  /** Handles the two directives that are by far the most frequent without reading flags. */
  private boolean isQuick(int verb) {
    if (verb == 's') {
      out.add(text(argument()).bytes());
      return true;
    }
    if (verb == 'd'
        && next < args.length
        && args[next] instanceof Double d
        && d == (int) (double) d) {
      byte[] digits = new byte[NumberText.MAX_LENGTH];
      out.add(digits, 0, NumberText.write(d + 0.0, digits, 0));
      next++;
      return true;
    }
    return false;
  }

  private Object argument() {
    if (next >= args.length) {
      throw Arguments.missingValue(next);
    }
    return args[next++];
  }

  private static LuaString text(Object value) {
    Object text = Conversions.tostring(value);
    return text instanceof LuaString s ? s : Conversions.rawToString(text);
  }

  private void convert(FormatDirective directive) {
    Object value = argument();
    switch (directive.verb()) {
      case 's' -> padded(directive, text(value).bytes());
      case 'q' -> quoted(text(value).bytes());
      case 'p' -> pointer(directive, value);
      case 'c' -> {
        byte[] one = {(byte) Arguments.integer(args, next - 1)};
        directive.pad(out, one, 0, 1);
      }
      default -> NumberPrinter.print(out, directive, Arguments.number(args, next - 1));
    }
  }

  private void padded(FormatDirective directive, byte[] text) {
    int precision = directive.precision();
    directive.pad(out, text, 0, precision < 0 ? text.length : Math.min(precision, text.length));
  }

  private void pointer(FormatDirective directive, Object value) {
    boolean isObject = value != null && !(value instanceof Boolean) && !(value instanceof Double);
    String text = isObject ? Conversions.address(value) : "NULL";
    directive.pad(out, LuaString.of(text).bytes(), 0, text.length());
  }

  private void quoted(byte[] text) {
    out.add('"');
    for (int i = 0; i < text.length; i++) {
      int c = text[i] & 0xff;
      if (c == '"' || c == '\\' || c == '\n') {
        out.add('\\');
        out.add(c);
      } else if (CharacterClass.isControl(c)) {
        boolean digitFollows = i + 1 < text.length && CharacterClass.isDigit(text[i + 1]);
        String digits = Integer.toString(c);
        out.add('\\');
        out.repeat('0', digitFollows ? 3 - digits.length() : 0);
        out.add(digits);
      } else {
        out.add(c);
      }
    }
    out.add('"');
  }
}
