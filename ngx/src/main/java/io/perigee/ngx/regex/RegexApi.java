package io.perigee.ngx.regex;

import io.perigee.core.regex.Regex;
import io.perigee.lua.runtime.Calls;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.FunctionN;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.text.ByteSink;
import io.perigee.ngx.thread.ThreadContext;
import org.jspecify.annotations.Nullable;

/** {@code ngx.re.match, find, gmatch, sub, gsub} on PCRE. */
public final class RegexApi implements ApiFamily {
  private static final LuaString POS = LuaString.intern("pos");

  private final int cacheLimit;
  private final int matchLimit;

  /**
   * The family.
   *
   * @param cacheLimit how many expressions with the letter {@code o} are kept for each VM
   *     (lua_regex_cache_max_entries)
   * @param matchLimit how many steps a match may take (lua_regex_match_limit); 0 for PCRE's own
   *     limit
   */
  public RegexApi(int cacheLimit, int matchLimit) {
    this.cacheLimit = cacheLimit;
    this.matchLimit = matchLimit;
  }

  @Override
  public void register(ApiTable ngx) {
    ngx.table("re")
        .variadic("match", this::match)
        .variadic("find", this::find)
        .variadic("gmatch", this::gmatch)
        .variadic("sub", (call, args) -> replace(call, args, false))
        .variadic("gsub", (call, args) -> replace(call, args, true));
    ngx.module("ngx.re")
        .variadic("opt", (call, args) -> Results.EMPTY)
        .variadic("split", this::split);
  }

  // ---- arguments

  private static @Nullable Object at(Object[] args, int index) {
    return index < args.length ? args[index] : null;
  }

  static LuaString text(@Nullable Object value) {
    return value instanceof LuaString string ? string : (LuaString) Conversions.tostring(value);
  }

  private Compiled compiled(ApiCall call, @Nullable Object regex, @Nullable Object letters)
      throws Regex.Malformed {
    LuaString options = letters == null ? LuaString.EMPTY : text(letters);
    return call.state(RegexCache.class, c -> new RegexCache(cacheLimit, matchLimit))
        .find(call, text(regex), options);
  }

  private static Object failure(Regex.Malformed problem, @Nullable Object regex, int nils) {
    Object[] results = new Object[nils + 1];
    results[nils] = LuaString.of(Compiled.failure(problem, text(regex).bytes()));
    return Results.of(results);
  }

  private static Object failure(int code, int nils) {
    Object[] results = new Object[nils + 1];
    results[nils] = LuaString.of("pcre_exec() failed: " + code);
    return Results.of(results);
  }

  private static @Nullable LuaTable context(Object[] args) {
    return at(args, 3) instanceof LuaTable table ? table : null;
  }

  private static int position(@Nullable LuaTable context) {
    Double pos = context == null ? null : Conversions.toNumber(context.get(POS));
    return pos == null || pos <= 0 ? 0 : (int) (double) pos - 1;
  }

  // ---- match and find

  private @Nullable Object match(ApiCall call, Object[] args) {
    LuaString subject = text(at(args, 0));
    Compiled regex;
    try {
      regex = compiled(call, at(args, 1), at(args, 2));
    } catch (Regex.Malformed e) {
      return failure(e, at(args, 1), 1);
    }
    LuaTable context = context(args);
    int code = regex.match(subject.bytes(), position(context));
    if (code == Compiled.NO_MATCH) {
      return null;
    }
    if (code < 0) {
      return failure(code, 1);
    }
    if (context != null) {
      context.put(POS, (double) (regex.end(0) + 1));
    }
    LuaTable result = at(args, 4) instanceof LuaTable given ? given : new LuaTable(4, 1);
    return regex.captures(subject.bytes(), result);
  }

  private @Nullable Object find(ApiCall call, Object[] args) {
    LuaString subject = text(at(args, 0));
    Compiled regex;
    try {
      regex = compiled(call, at(args, 1), at(args, 2));
    } catch (Regex.Malformed e) {
      return failure(e, at(args, 1), 2);
    }
    LuaTable context = context(args);
    int code = regex.match(subject.bytes(), position(context));
    if (code == Compiled.NO_MATCH) {
      return null;
    }
    if (code < 0) {
      return failure(code, 2);
    }
    if (context != null) {
      context.put(POS, (double) (regex.end(0) + 1));
    }
    Double wanted = Conversions.toNumber(at(args, 4));
    int nth = wanted == null ? 0 : (int) (double) wanted;
    if (nth < 0 || nth > regex.groups()) {
      return Results.of(null, null, LuaString.of("nth out of bound"));
    }
    int start = regex.start(nth);
    return start < 0 ? null : Results.of((double) (start + 1), (double) regex.end(nth));
  }

  // ---- gmatch

  private Object gmatch(ApiCall call, Object[] args) {
    LuaString subject = text(at(args, 0));
    Compiled regex;
    try {
      regex = compiled(call, at(args, 1), at(args, 2));
    } catch (Regex.Malformed e) {
      return failure(e, at(args, 1), 1);
    }
    FunctionN iterator =
        new FunctionN() {
          private int position;

          @Override
          public @Nullable Object call(Object[] ignored) {
            if (position < 0) {
              return null;
            }
            int code = regex.match(subject.bytes(), position);
            if (code < 0) {
              position = -1;
              return code == Compiled.NO_MATCH ? null : failure(code, 1);
            }
            int end = regex.end(0);
            position = end == regex.start(0) ? end + 1 : end;
            if (position > subject.length()) {
              position = -1;
            }
            return regex.captures(subject.bytes(), new LuaTable(4, 1));
          }
        };
    return JavaFunction.variadic("gmatch_iterator", iterator);
  }

  // ---- sub and gsub

  private Object replace(ApiCall call, Object[] args, boolean global) {
    LuaString subject = text(at(args, 0));
    Compiled regex;
    try {
      regex = compiled(call, at(args, 1), at(args, 3));
    } catch (Regex.Malformed e) {
      return failure(e, at(args, 1), 2);
    }
    Object by = at(args, 2);
    Replacement template = null;
    if (!(by instanceof LuaFunction)) {
      LuaString text = Conversions.toLuaString(by);
      if (text == null) {
        throw LuaError.argument(
            3,
            global ? "gsub" : "sub",
            "string, number, or function expected, got " + Conversions.typeName(by));
      }
      template = Replacement.parse(text.bytes(), message -> report(call, message));
      if (template == null) {
        return Results.of(null, null, LuaString.of("failed to compile the replacement template"));
      }
    }
    return substitute(subject, regex, new Substitute(template, by), global);
  }

  private static void report(ApiCall call, String message) {
    ThreadContext context = call.current();
    if (context != null) {
      context.logError(message);
    }
  }

  /** What a match is replaced by: a template or the result of a function. */
  private record Substitute(@Nullable Replacement template, @Nullable Object function) {
    void append(ByteSink sink, Compiled regex, byte[] subject) {
      if (template != null) {
        template.append(sink, regex, subject);
        return;
      }
      Object made = Calls.first(function, regex.captures(subject, new LuaTable(4, 1)));
      sink.add(text(made).bytes());
    }
  }

  private static Object substitute(
      LuaString subject, Compiled regex, Substitute by, boolean global) {
    byte[] bytes = subject.bytes();
    ByteSink sink = new ByteSink(bytes.length + 32);
    int count = 0;
    int copied = 0;
    int from = 0;
    while (from <= bytes.length) {
      int code = regex.match(bytes, from);
      if (code == Compiled.NO_MATCH) {
        break;
      }
      if (code < 0) {
        return failure(code, 2);
      }
      count++;
      int start = regex.start(0);
      int end = regex.end(0);
      sink.add(bytes, copied, start);
      by.append(sink, regex, bytes);
      copied = end;
      from = end == start ? end + 1 : end;
      if (!global) {
        break;
      }
    }
    if (count == 0) {
      return Results.of(subject, 0.0);
    }
    sink.add(bytes, copied, bytes.length);
    return Results.of(LuaString.wrap(sink.toBytes()), (double) count);
  }

  // ---- split

  private Object split(ApiCall call, Object[] args) {
    byte[] subject = text(at(args, 0)).bytes();
    Compiled regex;
    try {
      regex = compiled(call, at(args, 1), at(args, 2));
    } catch (Regex.Malformed e) {
      return failure(e, at(args, 1), 1);
    }
    LuaTable context = context(args);
    int start = position(context);
    Double wanted = Conversions.toNumber(at(args, 4));
    int max = wanted == null || wanted <= 0 ? Integer.MAX_VALUE : (int) (double) wanted;
    LuaTable result = at(args, 5) instanceof LuaTable given ? given : new LuaTable(8, 0);
    int pieces = 0;
    int from = start;
    while (pieces < max - 1) {
      int code = regex.match(subject, from);
      if (code < 0 || (regex.start(0) >= subject.length && regex.end(0) == regex.start(0))) {
        break;
      }
      int end = regex.end(0);
      if (end == regex.start(0)) {
        // An empty match splits behind the next character.
        end = regex.start(0) == start ? regex.start(0) + 1 : regex.start(0);
        result.putInt(++pieces, LuaString.wrap(subject, start, end - start));
        start = end;
        from = end;
        if (start >= subject.length) {
          break;
        }
        continue;
      }
      result.putInt(++pieces, LuaString.wrap(subject, start, regex.start(0) - start));
      for (int i = 1; i <= regex.groups(); i++) {
        if (regex.group(subject, i) instanceof LuaString group) {
          result.putInt(++pieces, group);
        }
      }
      start = end;
      from = end;
    }
    if (start < subject.length || pieces == 0 || (from == subject.length && start == from)) {
      result.putInt(++pieces, LuaString.wrap(subject, start, subject.length - start));
    }
    result.putInt(pieces + 1, null);
    return result;
  }
}
