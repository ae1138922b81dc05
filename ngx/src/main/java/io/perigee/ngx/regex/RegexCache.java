package io.perigee.ngx.regex;

import io.perigee.core.regex.Regex;
import io.perigee.lua.value.LuaString;
import java.util.HashMap;
import java.util.Map;

/**
 * The expressions that one worker keeps compiled, those used with option {@code o}, up to
 * lua_regex_cache_max_entries. Further ones are compiled at each use.
 */
final class RegexCache {
  private record Key(LuaString pattern, LuaString flags) {}

  private final int limit;
  private final Map<Key, Regex> kept = new HashMap<>();
  private final Map<LuaString, RegexFlags> flagsByText = new HashMap<>();
  private LuaString lastPattern = LuaString.EMPTY;
  private LuaString lastFlags = LuaString.EMPTY;
  private Regex last = compileEmpty();

  RegexCache(int limit) {
    this.limit = limit;
  }

  private static Regex compileEmpty() {
    try {
      return Regex.compile("", false);
    } catch (Regex.Malformed e) {
      throw new IllegalStateException(e);
    }
  }

  /** The compiled form of an expression with the options as the caller wrote them. */
  Regex compile(LuaString pattern, LuaString flags) throws Regex.Malformed {
    if (pattern == lastPattern && flags == lastFlags) {
      return last;
    }
    RegexFlags options = flags(flags);
    if (!options.once()) {
      return Regex.compile(pattern.bytes(), options.options());
    }
    Key key = new Key(pattern, flags);
    Regex regex = kept.get(key);
    if (regex == null) {
      regex = Regex.compile(pattern.bytes(), options.options());
      if (kept.size() >= limit) {
        return regex;
      }
      kept.put(key, regex);
    }
    lastPattern = pattern;
    lastFlags = flags;
    last = regex;
    return regex;
  }

  private RegexFlags flags(LuaString text) {
    RegexFlags flags = flagsByText.get(text);
    if (flags == null) {
      flags = RegexFlags.parse(text.toString());
      flagsByText.put(text, flags);
    }
    return flags;
  }
}
