package io.perigee.lua.syntax;

import org.jspecify.annotations.Nullable;

/**
 * What a token carries besides its kind.
 *
 * @param shown the text by which messages show the token; of a name the name itself
 * @param string the bytes of a string token
 * @param number the value of a number token
 */
record TokenText(String shown, @Nullable Bytes string, double number) {
  static final TokenText NONE = new TokenText("", null, 0);

  static TokenText shown(String text) {
    return new TokenText(text, null, 0);
  }

  static TokenText string(String shown, byte[] bytes) {
    return new TokenText(shown, new Bytes(bytes), 0);
  }

  static TokenText number(String shown, double value) {
    return new TokenText(shown, null, value);
  }
}
