package io.perigee.lua.pattern;

import java.util.Arrays;

/**
 * A Lua pattern translated once into a list of items, which {@link PatternMatcher} walks. A fault
 * in the pattern becomes an item of its own, because Lua reports it only when matching arrives
 * there. Immutable, so that translated patterns may be kept and shared.
 */
public final class LuaPattern {
  /** End of the pattern: success. */
  static final int END = 0;

  /** One literal byte, once. */
  static final int BYTE = 1;

  /** One byte of a set, once. */
  static final int SINGLE = 2;

  /** A single byte, at most once. */
  static final int OPTIONAL = 3;

  /** A single byte, any number of times, as many as possible. */
  static final int STAR = 4;

  /** A single byte, at least once, as many as possible. */
  static final int PLUS = 5;

  /** A single byte, any number of times, as few as possible. */
  static final int MINUS = 6;

  /** Begins a capture. */
  static final int OPEN = 7;

  /** A position capture. */
  static final int POSITION = 8;

  /** Ends the innermost open capture. */
  static final int CLOSE = 9;

  /** {@code %bxy}; the two bytes are in the argument. */
  static final int BALANCE = 10;

  /** {@code %f[set]}. */
  static final int FRONTIER = 11;

  /** {@code %1} to {@code %9}. */
  static final int BACK_REFERENCE = 12;

  /** {@code $} at the end of the pattern. */
  static final int SUBJECT_END = 13;

  /** A fault, raised when reached. */
  static final int FAULT = 14;

  private static final boolean[] SPECIAL = new boolean[256];

  static {
    for (char c : "^$*+?.([%-".toCharArray()) {
      SPECIAL[c] = true;
    }
  }

  final int[] kinds;
  final int[] arguments;
  final boolean[][] sets;
  final String fault;
  final boolean anchored;
  final int openings;

  LuaPattern(PatternParser parsed, boolean anchored) {
    this.kinds = parsed.kinds();
    this.arguments = parsed.arguments();
    this.sets = parsed.sets();
    this.fault = parsed.fault();
    this.openings = parsed.openings();
    this.anchored = anchored;
  }

  /** Translates a pattern in which a leading {@code ^} anchors the match. */
  public static LuaPattern compile(byte[] text) {
    byte[] pattern = untilZero(text);
    boolean anchored = pattern.length > 0 && pattern[0] == '^';
    return new LuaPattern(new PatternParser(pattern, anchored ? 1 : 0), anchored);
  }

  /** Translates a pattern in which {@code ^} has no special meaning (string.gmatch). */
  public static LuaPattern compileUnanchored(byte[] text) {
    return new LuaPattern(new PatternParser(untilZero(text), 0), false);
  }

  /** A zero byte ends a pattern, as in Lua 5.1 and LuaJIT; {@code %z} stands for it. */
  private static byte[] untilZero(byte[] text) {
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return end == text.length ? text : Arrays.copyOf(text, end);
  }

  /** Whether any byte of the text has a special meaning, so that a plain search will not do. */
  public static boolean isPattern(byte[] text) {
    for (byte b : text) {
      if (SPECIAL[b & 0xff]) {
        return true;
      }
    }
    return false;
  }

  /** Whether the pattern begins with an anchor. */
  public boolean anchored() {
    return anchored;
  }
}
