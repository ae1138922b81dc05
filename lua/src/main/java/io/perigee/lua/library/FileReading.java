package io.perigee.lua.library;

import io.perigee.lua.runtime.NumberText;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import java.io.IOException;

/** The formats of {@code file:read} (Lua manual 5.7): {@code *n *l *L *a} and byte counts. */
final class FileReading {
  private static final int MAX_NUMBER = 200;

  private FileReading() {}

  /** Reads by the formats from an index on; a line where there are none. */
  static Object read(LuaFile file, Object[] args, int from) throws IOException {
    if (args.length <= from) {
      return line(file, false);
    }
    Object[] values = new Object[args.length - from];
    for (int i = 0; i < values.length; i++) {
      values[i] = one(file, args, from + i);
      if (values[i] == null) {
        Object[] some = new Object[i + 1];
        System.arraycopy(values, 0, some, 0, i);
        return Results.of(some);
      }
    }
    return Results.of(values);
  }

  private static Object one(LuaFile file, Object[] args, int index) throws IOException {
    Object format = args[index];
    if (format instanceof Double) {
      return bytes(file, Arguments.integer(args, index));
    }
    if (!(format instanceof LuaString text)) {
      throw Arguments.error(index, "invalid option");
    }
    int at = text.length() > 0 && text.byteAt(0) == '*' ? 1 : 0;
    int letter = at < text.length() ? text.byteAt(at) : 0;
    return switch (letter) {
      case 'n' -> number(file);
      case 'l' -> line(file, false);
      case 'L' -> line(file, true);
      case 'a' -> LuaString.wrap(file.readAll());
      default -> throw Arguments.error(index, "invalid format");
    };
  }

  private static Object line(LuaFile file, boolean withEnd) throws IOException {
    byte[] line = file.readLine(withEnd);
    return line == null ? null : LuaString.wrap(line);
  }

  private static Object bytes(LuaFile file, int count) throws IOException {
    if (count <= 0) {
      return file.peek() < 0 ? null : LuaString.EMPTY;
    }
    byte[] bytes = file.read(count);
    return bytes == null ? null : LuaString.wrap(bytes);
  }

  /** Takes the longest beginning that can be a number, as C's scanf does. */
  private static Object number(LuaFile file) throws IOException {
    while (isSpace(file.peek())) {
      file.skip();
    }
    NumberShape shape = new NumberShape();
    byte[] text = new byte[MAX_NUMBER];
    int length = 0;
    while (length < MAX_NUMBER && shape.accepts(file.peek())) {
      text[length++] = (byte) file.peek();
      file.skip();
    }
    Double value = NumberText.parse(text, 0, length);
    return value == null && shape.exponentAt() > 0
        ? NumberText.parse(text, 0, shape.exponentAt())
        : value;
  }

  private static boolean isSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** Decides byte by byte whether a number may go on. */
  private static final class NumberShape {
    private static final String WORDS = "nanifty";

    private int count;
    private int previous;
    private boolean hexadecimal;
    private boolean word;
    private boolean point;
    private int exponentAt;

    boolean accepts(int c) {
      boolean accepted = c > 0 && fits(c | 32, c);
      if (accepted) {
        previous = c | 32;
        count++;
      }
      return accepted;
    }

    int exponentAt() {
      return exponentAt;
    }

    private boolean fits(int lower, int c) {
      if (c == '+' || c == '-') {
        return count == 0 || (exponentAt == count - 1 && exponentAt > 0);
      }
      if (word) {
        return WORDS.indexOf(lower) >= 0;
      }
      if (lower == 'x' && previous == ('0' | 32) && !hexadecimal) {
        hexadecimal = true;
        return true;
      }
      if (c == '.') {
        boolean first = !point && exponentAt == 0;
        point = true;
        return first;
      }
      if (c >= '0' && c <= '9') {
        return true;
      }
      if (hexadecimal && exponentAt == 0 && lower >= 'a' && lower <= 'f') {
        return true;
      }
      if (count > 0 && exponentAt == 0 && lower == (hexadecimal ? 'p' : 'e')) {
        exponentAt = count;
        return true;
      }
      word = count <= 1 && (lower == 'i' || lower == 'n');
      return word;
    }
  }
}
