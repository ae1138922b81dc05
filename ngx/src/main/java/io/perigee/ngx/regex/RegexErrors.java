package io.perigee.ngx.regex;

import io.perigee.core.regex.Regex;
import io.perigee.lua.value.LuaString;

/**
 * The texts of failures. Programs match on those of ngx_lua with the first PCRE, so the codes and
 * the most frequent sentences of its successor are put into the old words.
 */
final class RegexErrors {
  private static final int OLD_MATCH_LIMIT = -8;
  private static final int OLD_BAD_UTF8 = -10;
  private static final int FIRST_UTF8 = -22;
  private static final int LAST_UTF8 = -3;

  private RegexErrors() {}

  /** Why an expression does not compile. */
  static LuaString compile(Regex.Malformed error) {
    String message = String.valueOf(error.getMessage());
    return LuaString.of(
        message
            .replaceFirst("^pcre2_compile", "pcre_compile")
            .replaceFirst("failed: missing closing parenthesis in", "failed: missing ) in"));
  }

  /** Why a match was given up. */
  static LuaString match(int code) {
    int old = code;
    if (code == Regex.MATCH_LIMIT_REACHED) {
      old = OLD_MATCH_LIMIT;
    } else if (code <= LAST_UTF8 && code >= FIRST_UTF8) {
      old = OLD_BAD_UTF8;
    }
    return LuaString.of("pcre_exec() failed: " + old);
  }
}
