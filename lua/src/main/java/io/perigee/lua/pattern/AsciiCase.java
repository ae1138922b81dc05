package io.perigee.lua.pattern;

import java.util.Locale;

/** Case of ASCII text, independent of any locale. */
final class AsciiCase {
  private AsciiCase() {}

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
