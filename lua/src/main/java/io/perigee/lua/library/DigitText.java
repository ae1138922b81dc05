package io.perigee.lua.library;

import io.perigee.lua.pattern.CharacterClass;

/** Whole numbers in a base from 2 to 36, as {@code tonumber(text, base)} reads them. */
final class DigitText {
  private static final double MODULUS = 0x1p64;

  private DigitText() {}

  /** The number, or nil where the text is none; overflow saturates at 2^64 - 1, as strtoul. */
  static Double parse(byte[] text, int base) {
    int i = 0;
    while (i < text.length && CharacterClass.isSpace(text[i])) {
      i++;
    }
    boolean negative = i < text.length && text[i] == '-';
    if (negative || (i < text.length && text[i] == '+')) {
      i++;
    }
    if (base == 16 && i + 1 < text.length && text[i] == '0' && (text[i + 1] | 32) == 'x') {
      i += 2;
    }
    int first = i;
    double value = 0;
    while (i < text.length && digit(text[i]) < base) {
      value = value * base + digit(text[i]);
      i++;
    }
    if (i == first) {
      return null;
    }
    while (i < text.length && CharacterClass.isSpace(text[i])) {
      i++;
    }
    // A zero byte ends a C string.
    if (i < text.length && text[i] != 0) {
      return null;
    }
    double bounded = Math.min(value, MODULUS);
    return negative ? -bounded : bounded;
  }

  private static int digit(int c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int letter = c | 32;
    return letter >= 'a' && letter <= 'z' ? letter - 'a' + 10 : Integer.MAX_VALUE;
  }
}
