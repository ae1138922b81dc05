package io.perigee.ngx.regex;

import io.perigee.core.regex.Regex;
import io.perigee.lua.runtime.Calls;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
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

/** {@code ngx.re.match}, {@code find}, {@code gmatch}, {@code sub} and {@code gsub}. */
public final class RegexApi implements ApiFamily {
  private static final LuaString POS = LuaString.intern("pos");
  private static final LuaString BAD_TEMPLATE =
      LuaString.intern("failed to compile the replacement template");
  private static final LuaString NTH_OUT_OF_BOUND = LuaString.intern("nth out of bound");

  private final int cacheLimit;

  /** The family; the limit is lua_regex_cache_max_entries. */
  public RegexApi(int cacheLimit) {
    this.cacheLimit = cacheLimit;
  }

  @Override
  public void register(ApiTable ngx) {
    ngx.value("re", this::functions);
  }

  private LuaTable functions(ApiCall call) {
    Functions functions = new Functions(call, new RegexCache(cacheLimit));
    LuaTable re = new LuaTable(0, 5);
    re.put("match", JavaFunction.variadic("match", functions::match));
    re.put("find", JavaFunction.variadic("find", functions::find));
    re.put("gmatch", JavaFunction.variadic("gmatch", functions::gmatch));
    re.put("sub", JavaFunction.variadic("sub", args -> functions.substitute(args, false)));
    re.put("gsub", JavaFunction.variadic("gsub", args -> functions.substitute(args, true)));
    return re;
  }

  /** The functions of one VM, with its cache. */
  private static final class Functions {
    private final ApiCall call;
    private final RegexCache cache;

    Functions(ApiCall call, RegexCache cache) {
      this.call = call;
      this.cache = cache;
    }

    private static @Nullable Object at(@Nullable Object[] args, int index) {
      return index < args.length ? args[index] : null;
    }

    /** A string, or the text of another value, as the functions take their subject and pattern. */
    private static LuaString text(@Nullable Object value) {
      if (value instanceof LuaString s) {
        return s;
      }
      LuaString number = Conversions.toLuaString(value);
      return number != null ? number : LuaString.of(String.valueOf(Conversions.tostring(value)));
    }

    private Regex compile(@Nullable Object[] args, int flagsAt) throws Regex.Malformed {
      LuaString flags = at(args, flagsAt) instanceof LuaString s ? s : LuaString.EMPTY;
      return cache.compile(text(at(args, 1)), flags);
    }

    private static Object failure(LuaString error) {
      return Results.of(null, error);
    }

    private static int[] offsets(Regex regex) {
      return new int[2 * (regex.groups() + 1)];
    }

    /** The place to search from: {@code ctx.pos} counts from 1. */
    private static int position(@Nullable Object ctx) {
      if (!(ctx instanceof LuaTable table)) {
        return 0;
      }
      Double pos = Conversions.toNumber(table.get(POS));
      return pos == null || pos <= 1 ? 0 : pos.intValue() - 1;
    }

    private static void moveOn(@Nullable Object ctx, int[] offsets) {
      if (ctx instanceof LuaTable table) {
        table.put(POS, offsets[1] + 1.0);
      }
    }

    private @Nullable Object match(@Nullable Object[] args) {
      LuaString subject = text(at(args, 0));
      try {
        Regex regex = compile(args, 2);
        int from = position(at(args, 3));
        int[] offsets = offsets(regex);
        int rc = from > subject.length() ? Regex.NO_MATCH : regex.match(subject.bytes(), from, offsets);
        if (rc <= 0) {
          return rc == Regex.NO_MATCH ? null : failure(RegexErrors.match(rc));
        }
        moveOn(at(args, 3), offsets);
        return captures(regex, subject, offsets, at(args, 4));
      } catch (Regex.Malformed e) {
        return failure(RegexErrors.compile(e));
      }
    }

    private static LuaTable captures(
        Regex regex, LuaString subject, int[] offsets, @Nullable Object into) {
      LuaTable table = into instanceof LuaTable given ? given : new LuaTable(regex.groups(), 1);
      for (int i = 0; i <= regex.groups(); i++) {
        table.putInt(i, group(subject, offsets, i));
      }
      for (Regex.NamedGroup named : regex.namedGroups()) {
        LuaString name = LuaString.of(named.name());
        Object value = group(subject, offsets, named.number());
        Object old = table.get(name);
        if (!isRepeated(regex, named)) {
          table.put(name, value);
        } else if (value != Boolean.FALSE) {
          LuaTable list = old instanceof LuaTable l ? l : new LuaTable();
          list.putInt((int) list.length() + 1, value);
          table.put(name, list);
        }
      }
      return table;
    }

    private static boolean isRepeated(Regex regex, Regex.NamedGroup named) {
      for (Regex.NamedGroup other : regex.namedGroups()) {
        if (other.number() != named.number() && other.name().equals(named.name())) {
          return true;
        }
      }
      return false;
    }

    private static Object group(LuaString subject, int[] offsets, int i) {
      int start = offsets[2 * i];
      return start < 0 ? Boolean.FALSE : subject.substring(start, offsets[2 * i + 1]);
    }

    private @Nullable Object find(@Nullable Object[] args) {
      LuaString subject = text(at(args, 0));
      try {
        Regex regex = compile(args, 2);
        int from = position(at(args, 3));
        int[] offsets = offsets(regex);
        int rc = from > subject.length() ? Regex.NO_MATCH : regex.match(subject.bytes(), from, offsets);
        if (rc <= 0) {
          return rc == Regex.NO_MATCH
              ? Results.of(null, null)
              : Results.of(null, null, RegexErrors.match(rc));
        }
        Double nth = Conversions.toNumber(at(args, 4));
        int group = nth == null ? 0 : nth.intValue();
        if (group < 0 || group > regex.groups()) {
          return Results.of(null, null, NTH_OUT_OF_BOUND);
        }
        moveOn(at(args, 3), offsets);
        return offsets[2 * group] < 0
            ? Results.of(null, null)
            : Results.of(offsets[2 * group] + 1.0, (double) offsets[2 * group + 1]);
      } catch (Regex.Malformed e) {
        return Results.of(null, null, RegexErrors.compile(e));
      }
    }

    private Object gmatch(@Nullable Object[] args) {
      LuaString subject = text(at(args, 0));
      try {
        Regex regex = compile(args, 2);
        MatchIterator iterator = new MatchIterator(regex, subject);
        return JavaFunction.variadic("gmatch_iterator", unused -> iterator.next());
      } catch (Regex.Malformed e) {
        return failure(RegexErrors.compile(e));
      }
    }

    private Object substitute(@Nullable Object[] args, boolean global) {
      LuaString subject = text(at(args, 0));
      Object with = at(args, 2);
      try {
        Regex regex = compile(args, 3);
        Substitution work = new Substitution(regex, subject, global);
        if (with instanceof LuaFunction function) {
          return work.run((out, offsets) -> out.add(replaced(regex, subject, offsets, function)));
        }
        Replacement template = Replacement.compile(template(with, global));
        return work.run((out, offsets) -> template.append(out, subject.bytes(), offsets));
      } catch (Regex.Malformed e) {
        return Results.of(null, null, RegexErrors.compile(e));
      } catch (Replacement.Malformed e) {
        logError(String.valueOf(e.getMessage()));
        return Results.of(null, null, BAD_TEMPLATE);
      }
    }

    private static byte[] template(@Nullable Object with, boolean global) {
      LuaString text = Conversions.toLuaString(with);
      if (text == null) {
        throw LuaError.argument(
            3,
            global ? "gsub" : "sub",
            "string, number, or function expected, got " + Conversions.typeName(with));
      }
      return text.bytes();
    }

    private static byte[] replaced(
        Regex regex, LuaString subject, int[] offsets, LuaFunction function) {
      Object made = Calls.first(function, captures(regex, subject, offsets, null));
      LuaString text = Conversions.toLuaString(made);
      if (text == null) {
        throw LuaError.argument(
            3,
            "sub",
            "string or number expected to be returned by the replace function, got "
                + Conversions.typeName(made));
      }
      return text.bytes();
    }

    private void logError(String message) {
      ThreadContext context = call.current();
      if (context != null) {
        context.logError(message);
      }
    }

    /** What gmatch returns: each call finds the next match. */
    private static final class MatchIterator {
      private final Regex regex;
      private final LuaString subject;
      private int from;

      MatchIterator(Regex regex, LuaString subject) {
        this.regex = regex;
        this.subject = subject;
      }

      @Nullable Object next() {
        if (from < 0 || from > subject.length()) {
          return null;
        }
        int[] offsets = offsets(regex);
        int rc = regex.match(subject.bytes(), from, offsets);
        if (rc <= 0) {
          from = -1;
          return rc == Regex.NO_MATCH ? null : failure(RegexErrors.match(rc));
        }
        from = offsets[1] == offsets[0] ? offsets[1] + 1 : offsets[1];
        return captures(regex, subject, offsets, null);
      }
    }
  }

  /** Writes the replacement for one match. */
  @FunctionalInterface
  private interface Writer {
    void write(ByteSink out, int[] offsets);
  }

  /** One run of sub or gsub over a subject. */
  private record Substitution(Regex regex, LuaString subject, boolean global) {
    Object run(Writer writer) {
      byte[] bytes = subject.bytes();
      int[] offsets = Functions.offsets(regex);
      ByteSink out = new ByteSink(bytes.length + 16);
      int copied = 0;
      int from = 0;
      int count = 0;
      while (from <= bytes.length) {
        int rc = regex.match(bytes, from, offsets);
        if (rc <= 0) {
          if (rc != Regex.NO_MATCH) {
            return Results.of(null, null, RegexErrors.match(rc));
          }
          break;
        }
        count++;
        out.add(bytes, copied, offsets[0]);
        copied = offsets[1];
        from = offsets[1] == offsets[0] ? offsets[1] + 1 : offsets[1];
        writer.write(out, offsets);
        if (!global) {
          break;
        }
      }
      if (count == 0) {
        return Results.of(subject, 0.0);
      }
      out.add(bytes, copied, bytes.length);
      return Results.of(LuaString.wrap(out.toBytes()), (double) count);
    }
  }
}
