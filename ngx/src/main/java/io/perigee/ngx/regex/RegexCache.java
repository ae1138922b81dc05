package io.perigee.ngx.regex;

import io.perigee.core.log.Level;
import io.perigee.core.regex.Regex;
import io.perigee.lua.value.LuaString;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.thread.ThreadContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The compiled expressions of one VM. Those with the letter {@code o} stay for ever, up to
 * lua_regex_cache_max_entries; a few of the others are kept as long as they are in use.
 */
final class RegexCache {
  private static final int RECENT = 128;

  private record Key(LuaString expression, LuaString letters) {}

  private final int limit;
  private final int matchLimit;
  private final Map<Key, Compiled> kept = new HashMap<>();
  private final Map<LuaString, RegexFlags> flags = new HashMap<>();
  private final LinkedHashMap<Key, Compiled> recent = new LinkedHashMap<>(16, 0.75f, true);
  private boolean warned;

  RegexCache(int limit, int matchLimit) {
    this.limit = limit;
    this.matchLimit = matchLimit;
  }

  Compiled find(ApiCall call, LuaString expression, LuaString letters) throws Regex.Malformed {
    Key key = new Key(expression, letters);
    Compiled known = kept.get(key);
    if (known == null) {
      known = recent.get(key);
    }
    return known == null ? compile(call, key) : known;
  }

  private Compiled compile(ApiCall call, Key key) throws Regex.Malformed {
    RegexFlags parsed = flags.get(key.letters);
    if (parsed == null) {
      parsed = RegexFlags.parse(key.letters.toString());
      flags.put(key.letters, parsed);
    }
    Regex regex = Regex.compile(key.expression.bytes(), parsed.options(), matchLimit);
    Compiled made = new Compiled(regex, parsed);
    if (parsed.once() && kept.size() < limit) {
      kept.put(key, made);
      return made;
    }
    if (parsed.once()) {
      warn(call);
    }
    recent.put(key, made);
    if (recent.size() > RECENT) {
      recent.pollFirstEntry();
    }
    return made;
  }

  private void warn(ApiCall call) {
    ThreadContext context = call.current();
    if (!warned && context != null) {
      warned = true;
      context.log(Level.WARN, "lua exceeding regex cache max entries (" + limit + ")");
    }
  }
}
