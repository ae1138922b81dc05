package io.perigee.ngx.regex;

import io.perigee.core.regex.Regex;
import io.perigee.core.text.Ascii;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;

/** A compiled expression with what its letters say, and the tables of captures made from it. */
final class Compiled {
  /** What matching answers where nothing matches. */
  static final int NO_MATCH = Regex.NO_MATCH;

  private static final int OLD_MATCH_LIMIT = -8;
  private static final int OLD_BAD_UTF8 = -10;
  private static final int FIRST_UTF_ERROR = -3;
  private static final int LAST_UTF_ERROR = -28;

  private final Regex regex;
  private final RegexFlags flags;
  private final int[] offsets;

  Compiled(Regex regex, RegexFlags flags) {
    this.regex = regex;
    this.flags = flags;
    this.offsets = new int[2 * (regex.groups() + 1)];
  }

  /** Searches; 1, NO_MATCH, or an error with the number that PCRE 1 had for it. */
  int match(byte[] subject, int from) {
    if (from > subject.length) {
      return NO_MATCH;
    }
    int code =
        flags.dfa()
            ? regex.longestMatch(subject, from, offsets)
            : regex.match(subject, from, offsets);
    if (code == Regex.MATCH_LIMIT_REACHED) {
      return OLD_MATCH_LIMIT;
    }
    if (code <= FIRST_UTF_ERROR && code >= LAST_UTF_ERROR) {
      return OLD_BAD_UTF8;
    }
    return code;
  }

  int groups() {
    return regex.groups();
  }

  int start(int group) {
    return offsets[2 * group];
  }

  int end(int group) {
    return offsets[2 * group + 1];
  }

  /** The text of a group of the last match, or false where it took no part. */
  Object group(byte[] subject, int number) {
    if ((number > 0 && flags.dfa()) || number > regex.groups()) {
      return false;
    }
    int start = start(number);
    return start < 0 ? (Object) false : LuaString.wrap(subject, start, end(number) - start);
  }

  /** Puts all captures of the last match into a table. */
  LuaTable captures(byte[] subject, LuaTable into) {
    int groups = flags.dfa() ? 0 : regex.groups();
    for (int i = 0; i <= groups; i++) {
      into.putInt(i, group(subject, i));
    }
    for (Regex.NamedGroup named : regex.namedGroups()) {
      LuaString name = LuaString.intern(named.name());
      Object value = named.number() <= groups ? into.getInt(named.number()) : false;
      if (!flags.duplicates()) {
        into.put(name, value);
      } else if (value instanceof LuaString) {
        if (into.get(name) instanceof LuaTable list) {
          list.putInt(list.length() + 1, value);
        } else {
          into.put(name, LuaTable.ofArray(value));
        }
      }
    }
    return into;
  }

  /** The message for an expression that cannot be compiled, in the words of PCRE 1. */
  static String failure(Regex.Malformed problem, byte[] expression) {
    String text = String.valueOf(problem.getMessage());
    String reason = problem.reason();
    String tail = text.substring(text.indexOf(reason) + reason.length());
    String known = reason.equals("missing closing parenthesis") ? "missing )" : reason;
    return "pcre_compile() failed: "
        + known
        + (tail.isEmpty() ? " in \"" + Ascii.string(expression) + "\"" : tail);
  }
}
