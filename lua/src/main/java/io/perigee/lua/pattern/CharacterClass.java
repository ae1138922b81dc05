package io.perigee.lua.pattern;

/**
 * The character classes of Lua patterns as tables over the 256 byte values, always those of the C
 * locale (bytes from 0x80 belong to no class), as in LuaJIT.
 */
public final class CharacterClass {
  private static final boolean[] ALPHA = new boolean[256];
  private static final boolean[] CONTROL = new boolean[256];
  private static final boolean[] DIGIT = new boolean[256];
  private static final boolean[] GRAPHIC = new boolean[256];
  private static final boolean[] LOWER = new boolean[256];
  private static final boolean[] PUNCTUATION = new boolean[256];
  private static final boolean[] SPACE = new boolean[256];
  private static final boolean[] UPPER = new boolean[256];
  private static final boolean[] ALPHANUMERIC = new boolean[256];
  private static final boolean[] HEXADECIMAL = new boolean[256];
  private static final boolean[] ZERO = new boolean[256];
  private static final boolean[] ANY = new boolean[256];
  private static final boolean[][] BY_LETTER = new boolean[256][];

  static {
    for (int c = 0; c < 256; c++) {
      UPPER[c] = c >= 'A' && c <= 'Z';
      LOWER[c] = c >= 'a' && c <= 'z';
      DIGIT[c] = c >= '0' && c <= '9';
      ALPHA[c] = UPPER[c] || LOWER[c];
      ALPHANUMERIC[c] = ALPHA[c] || DIGIT[c];
      CONTROL[c] = c < 32 || c == 127;
      GRAPHIC[c] = c > 32 && c < 127;
      PUNCTUATION[c] = GRAPHIC[c] && !ALPHANUMERIC[c];
      SPACE[c] = c == ' ' || (c >= 9 && c <= 13);
      HEXADECIMAL[c] = DIGIT[c] || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      ZERO[c] = c == 0;
      ANY[c] = true;
    }
    register('a', ALPHA);
    register('c', CONTROL);
    register('d', DIGIT);
    register('g', GRAPHIC);
    register('l', LOWER);
    register('p', PUNCTUATION);
    register('s', SPACE);
    register('u', UPPER);
    register('w', ALPHANUMERIC);
    register('x', HEXADECIMAL);
    register('z', ZERO);
  }

  private CharacterClass() {}

  private static void register(char letter, boolean[] members) {
    BY_LETTER[letter] = members;
    boolean[] complement = new boolean[256];
    for (int c = 0; c < 256; c++) {
      complement[c] = !members[c];
    }
    BY_LETTER[letter - 32] = complement;
  }

  /** The table of the class that a letter after {@code %} names, or null for any other byte. */
  static boolean[] named(int letter) {
    return BY_LETTER[letter & 0xff];
  }

  /** The table of the dot: every byte. */
  static boolean[] any() {
    return ANY;
  }

  /** Whether a table is that of the dot. */
  @SuppressWarnings("ReferenceEquality") // there is one such table
  static boolean isAny(boolean[] set) {
    return set == ANY;
  }

  /** Whether a byte is a decimal digit. */
  public static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** Whether a byte is a control character ({@code %c}). */
  public static boolean isControl(int c) {
    return CONTROL[c & 0xff];
  }

  /** Whether a byte is white space ({@code %s}). */
  public static boolean isSpace(int c) {
    return SPACE[c & 0xff];
  }

  /** Whether a byte is a letter or a digit ({@code %w}). */
  public static boolean isAlphanumeric(int c) {
    return ALPHANUMERIC[c & 0xff];
  }
}
