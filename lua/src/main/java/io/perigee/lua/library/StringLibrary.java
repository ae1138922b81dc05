package io.perigee.lua.library;

import io.perigee.lua.LuaLibrary;
import io.perigee.lua.LuaVm;
import io.perigee.lua.pattern.ByteSearch;
import io.perigee.lua.pattern.LuaPattern;
import io.perigee.lua.pattern.PatternException;
import io.perigee.lua.pattern.PatternMatcher;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.LuaState;
import io.perigee.lua.value.FunctionN;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.lua.value.SafePoint;

/**
 * The library {@code string} (Lua manual 5.4) with LuaJIT's extensions: a separator for {@code
 * rep}, {@code %a} and control characters in {@code %q}, the class {@code %g}. Its table serves all
 * strings as {@code __index}.
 */
public final class StringLibrary implements LuaLibrary {
  private final PatternCache patterns = new PatternCache(true);
  private final PatternCache unanchored = new PatternCache(false);
  private SafePoint safePoint;

  /** The library; each VM needs its own because it keeps translated patterns. */
  public StringLibrary() {}

  @Override
  public void install(LuaVm vm) {
    safePoint = vm.safePoint();
    Module string = Module.global(vm, "string");
    string.function(new Length());
    string.function(new Sub());
    string.function(new ByteAt());
    string.function(new Char());
    string.function(new Rep());
    string.function(new Lower());
    string.function(new Upper());
    string.function(new Reverse());
    string.function(new Search("find", patterns, safePoint));
    string.function(new Search("match", patterns, safePoint));
    string.function("gmatch", this::gmatch);
    string.function("gsub", checked(this::gsub));
    string.function("format", checked(StringFormat::format));
    string.function("dump", args -> dump(vm, args));
    LuaTable metatable = new LuaTable();
    metatable.put("__index", string.table());
    vm.metatable(LuaString.EMPTY, metatable);
  }

  /** Turns faults of patterns and formats into errors at the caller's position. */
  private static FunctionN checked(FunctionN body) {
    return args -> {
      try {
        return body.call(args);
      } catch (PatternException e) {
        throw LuaError.at(1, e.getMessage());
      }
    };
  }

  private Object gmatch(Object[] args) {
    LuaString subject = Arguments.string(args, 0);
    LuaPattern pattern = unanchored.pattern(Arguments.string(args, 1));
    return new MatchIterator(subject, pattern, safePoint);
  }

  private Object gsub(Object[] args) {
    LuaString subject = Arguments.string(args, 0);
    LuaPattern pattern = patterns.pattern(Arguments.string(args, 1));
    Object replacement = Arguments.at(args, 2);
    boolean usable =
        replacement instanceof LuaString
            || replacement instanceof Double
            || replacement instanceof LuaTable
            || replacement instanceof LuaFunction;
    if (!usable) {
      throw Arguments.error(2, "string/function/table expected");
    }
    int limit = Arguments.optionalInteger(args, 3, subject.length() + 1);
    return new StringSubstitution(subject, pattern, replacement, safePoint).run(limit);
  }

  private static Object dump(LuaVm vm, Object[] args) {
    byte[] dumped = vm.dump(Arguments.function(args, 0));
    if (dumped == null) {
      throw LuaError.at(1, "unable to dump given function");
    }
    return LuaString.wrap(dumped);
  }

  /** {@code string.len}. */
  private static final class Length extends UnaryFunction {
    Length() {
      super("len");
    }

    @Override
    Object call(Object a, int given) {
      return (double) Arguments.string(a, 0, Arguments.MANY).length();
    }
  }

  /** {@code string.sub}. */
  private static final class Sub extends TernaryFunction {
    Sub() {
      super("sub");
    }

    @Override
    Object call(Object a, Object b, Object c, int given) {
      LuaString s = Arguments.string(a, 0, given);
      int length = s.length();
      int from = Arguments.integer(b, 1, given);
      int to = Arguments.optionalInteger(c, 2, -1);
      if (to < 0) {
        to += length + 1;
      } else if (to > length) {
        to = length;
      }
      if (from < 0) {
        from = Math.max(from + length + 1, 1);
      } else if (from == 0) {
        from = 1;
      }
      return from > to ? LuaString.EMPTY : s.substring(from - 1, to);
    }
  }

  /** {@code string.byte}. */
  private static final class ByteAt extends TernaryFunction {
    ByteAt() {
      super("byte");
    }

    @Override
    Object call(Object a, Object b, Object c, int given) {
      LuaString s = Arguments.string(a, 0, given);
      int length = s.length();
      int from = Arguments.optionalInteger(b, 1, 1);
      if (from < 0) {
        from += length + 1;
      }
      if (c == null) {
        return from >= 1 && from <= length ? (Object) (double) s.byteAt(from - 1) : Results.EMPTY;
      }
      int to = Arguments.integer(c, 2, given);
      if (to < 0) {
        to += length + 1;
      }
      return range(s, Math.max(from, 1), Math.min(to, length));
    }

    private static Object range(LuaString s, int from, int to) {
      if (from > to) {
        return Results.EMPTY;
      }
      Object[] values = new Object[to - from + 1];
      for (int i = 0; i < values.length; i++) {
        values[i] = (double) s.byteAt(from - 1 + i);
      }
      return Results.of(values);
    }
  }

  /** {@code string.char}. */
  private static final class Char extends FoldingFunction {
    Char() {
      super("char");
    }

    private static int code(Object value, int index, int given) {
      int code = Arguments.integer(value, index, given);
      if (code < 0 || code > 255) {
        throw Arguments.error(index, "invalid value");
      }
      return code;
    }

    @Override
    Object single(Object a, int given) {
      return given == 0 ? LuaString.EMPTY : LuaString.ofByte(code(a, 0, given));
    }

    @Override
    Object pair(Object a, Object b) {
      return LuaString.wrap(new byte[] {(byte) code(a, 0, 2), (byte) code(b, 1, 2)});
    }

    @Override
    Object many(Object[] args) {
      byte[] bytes = new byte[args.length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) code(args[i], i, args.length);
      }
      return LuaString.wrap(bytes);
    }
  }

  /** {@code string.rep}, with a separator between the copies. */
  private static final class Rep extends TernaryFunction {
    Rep() {
      super("rep");
    }

    @Override
    Object call(Object a, Object b, Object c, int given) {
      byte[] unit = Arguments.string(a, 0, given).bytes();
      int count = Arguments.integer(b, 1, given);
      byte[] separator =
          c == null ? LuaString.EMPTY.bytes() : Arguments.string(c, 2, given).bytes();
      if (count <= 0) {
        return LuaString.EMPTY;
      }
      long length = (long) unit.length * count + (long) separator.length * (count - 1);
      byte[] out = new byte[LuaState.stringLength(length)];
      int at = 0;
      for (int i = 0; i < count && at < out.length; i++) {
        if (i > 0) {
          System.arraycopy(separator, 0, out, at, separator.length);
          at += separator.length;
        }
        System.arraycopy(unit, 0, out, at, unit.length);
        at += unit.length;
      }
      return LuaString.wrap(out);
    }
  }

  /** {@code string.lower}, of ASCII letters only. */
  private static final class Lower extends UnaryFunction {
    Lower() {
      super("lower");
    }

    @Override
    Object call(Object a, int given) {
      LuaString s = Arguments.string(a, 0, given);
      byte[] bytes = s.bytes().clone();
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
          bytes[i] = (byte) (bytes[i] + 32);
        }
      }
      return LuaString.wrap(bytes);
    }
  }

  /** {@code string.upper}, of ASCII letters only. */
  private static final class Upper extends UnaryFunction {
    Upper() {
      super("upper");
    }

    @Override
    Object call(Object a, int given) {
      LuaString s = Arguments.string(a, 0, given);
      byte[] bytes = s.bytes().clone();
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] >= 'a' && bytes[i] <= 'z') {
          bytes[i] = (byte) (bytes[i] - 32);
        }
      }
      return LuaString.wrap(bytes);
    }
  }

  /** {@code string.reverse}. */
  private static final class Reverse extends UnaryFunction {
    Reverse() {
      super("reverse");
    }

    @Override
    Object call(Object a, int given) {
      byte[] bytes = Arguments.string(a, 0, given).bytes();
      byte[] out = new byte[bytes.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = bytes[bytes.length - 1 - i];
      }
      return LuaString.wrap(out);
    }
  }

  /** {@code string.find} and {@code string.match}, which differ in what they answer. */
  private static final class Search extends JavaFunction {
    private final PatternCache patterns;
    private final SafePoint safePoint;
    private final boolean find;

    Search(String name, PatternCache patterns, SafePoint safePoint) {
      super(name);
      this.safePoint = safePoint;
      this.patterns = patterns;
      this.find = name.equals("find");
    }

    @Override
    public Object invoke() {
      throw Arguments.wrongType(null, 0, 0, "string");
    }

    @Override
    public Object invoke(Object s) {
      Arguments.string(s, 0, 1);
      throw Arguments.wrongType(null, 1, 1, "string");
    }

    @Override
    public Object invoke(Object s, Object pattern) {
      return search(Arguments.string(s, 0, 2), Arguments.string(pattern, 1, 2), 1, false);
    }

    @Override
    public Object invoke(Object s, Object pattern, Object init) {
      LuaString subject = Arguments.string(s, 0, 3);
      LuaString text = Arguments.string(pattern, 1, 3);
      return search(subject, text, Arguments.optionalInteger(init, 2, 1), false);
    }

    @Override
    public Object invoke(Object[] args) {
      LuaString subject = Arguments.string(args, 0);
      LuaString text = Arguments.string(args, 1);
      int init = Arguments.optionalInteger(args, 2, 1);
      return search(subject, text, init, Conversions.isTruthy(Arguments.at(args, 3)));
    }

    private Object search(LuaString subject, LuaString text, int init, boolean plain) {
      int length = subject.length();
      int from = init < 0 ? Math.max(init + length, 0) : Math.min(Math.max(init - 1, 0), length);
      if (find && (plain || !LuaPattern.isPattern(text.bytes()))) {
        int at = ByteSearch.indexOf(subject.bytes(), text.bytes(), from, safePoint);
        return at < 0 ? null : Results.of((double) (at + 1), (double) (at + text.length()));
      }
      try {
        PatternMatcher matcher =
            new PatternMatcher(patterns.pattern(text), subject.bytes(), safePoint);
        return matcher.find(from) ? answer(subject, matcher) : null;
      } catch (PatternException e) {
        throw LuaError.at(1, e.getMessage());
      }
    }

    private Object answer(LuaString subject, PatternMatcher matcher) {
      if (!find) {
        return matcher.captureCount() <= 1
            ? Captures.get(subject, matcher, 0)
            : Results.of(Captures.all(subject, matcher, 0));
      }
      Object[] values = Captures.all(subject, matcher, 2);
      values[0] = (double) (matcher.start() + 1);
      values[1] = (double) matcher.end();
      return Results.of(values);
    }
  }
}
