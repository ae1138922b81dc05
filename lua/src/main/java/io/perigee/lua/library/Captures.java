package io.perigee.lua.library;

import io.perigee.lua.pattern.ByteBuilder;
import io.perigee.lua.pattern.PatternException;
import io.perigee.lua.pattern.PatternMatcher;
import io.perigee.lua.runtime.NumberText;
import io.perigee.lua.value.LuaString;

/** The captures of a match as Lua values: strings, or numbers for position captures. */
final class Captures {
  private Captures() {}

  /** One capture; the first is the whole match where the pattern has none. */
  static Object get(LuaString subject, PatternMatcher matcher, int index) {
    if (index >= matcher.captureCount()) {
      checkWhole(index);
      return subject.substring(matcher.start(), matcher.end());
    }
    if (matcher.isPosition(index)) {
      return (double) (matcher.captureStart(index) + 1);
    }
    return subject.substring(matcher.captureStart(index), matcher.captureEnd(index));
  }

  /** All captures (or the whole match), behind some free places. */
  static Object[] all(LuaString subject, PatternMatcher matcher, int places) {
    int count = Math.max(matcher.captureCount(), places == 0 ? 1 : 0);
    Object[] values = new Object[places + count];
    for (int i = 0; i < count; i++) {
      values[places + i] = get(subject, matcher, i);
    }
    return values;
  }

  /** Appends one capture as text. */
  static void append(ByteBuilder out, byte[] subject, PatternMatcher matcher, int index) {
    if (index >= matcher.captureCount()) {
      checkWhole(index);
      out.add(subject, matcher.start(), matcher.end());
    } else if (matcher.isPosition(index)) {
      out.add(NumberText.format(matcher.captureStart(index) + 1).bytes());
    } else {
      out.add(subject, matcher.captureStart(index), matcher.captureEnd(index));
    }
  }

  private static void checkWhole(int index) {
    if (index != 0) {
      throw new PatternException("invalid capture index");
    }
  }
}
