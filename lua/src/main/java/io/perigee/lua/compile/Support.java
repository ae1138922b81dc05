package io.perigee.lua.compile;

import io.perigee.lua.runtime.Calls;
import io.perigee.lua.runtime.ErrorFunction;
import io.perigee.lua.runtime.FunctionInfo;
import io.perigee.lua.runtime.Indexing;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.lua.value.TailCall;
import java.util.Arrays;
import org.jspecify.annotations.NullUnmarked;

/** What generated code calls for things that take more than a few instructions. */
@NullUnmarked // Java's null is Lua's nil in all signatures here.
public final class Support {
  /** Stands for nil in the object half of a split local, where null says "a number". */
  public static final Object NIL = new Object();

  private static final Object[] NONE = {};
  private static final double MAX_COUNT = 9007199254740992.0;

  private Support() {}

  // ---- split locals ----

  /** The number half for a value. */
  public static double numberHalf(Object value) {
    return value instanceof Double d ? d : 0;
  }

  /** The object half for a value. */
  public static Object objectHalf(Object value) {
    if (value instanceof Double) {
      return null;
    }
    return value == null ? NIL : value;
  }

  /** The value of both halves. */
  @SuppressWarnings("ReferenceEquality") // NIL is one object.
  public static Object join(double number, Object object) {
    if (object == null) {
      return number;
    }
    return object == NIL ? null : object;
  }

  /** What a piece of a function gives back for a returned value. */
  public static Object wrapped(Object value) {
    return value == null ? NIL : value;
  }

  /** The returned value for what a piece gave back. */
  @SuppressWarnings("ReferenceEquality") // NIL is one object.
  public static Object unwrapped(Object value) {
    return value == NIL ? null : value;
  }

  // ---- elements ----

  /** The number at an integer key; NaN when there is none or more than a look is needed. */
  public static double elementAt(Object table, long key) {
    int i = (int) key;
    return i == key && table instanceof LuaTable t ? t.numberAt(i) : Double.NaN;
  }

  /** The number at a number key, NaN when there is none. */
  public static double elementAt(Object table, double key) {
    int i = (int) key;
    return i == key && table instanceof LuaTable t ? t.numberAt(i) : Double.NaN;
  }

  /** The number at a key, NaN when there is none. */
  public static double elementAt(Object table, Object key) {
    return key instanceof Double d ? elementAt(table, d.doubleValue()) : Double.NaN;
  }

  /** {@code o[k]} for an integer key. */
  public static Object index(Object o, long k) {
    int i = (int) k;
    return i == k ? Indexing.indexInt(o, i) : Indexing.index(o, (double) k);
  }

  /** {@code o[k] = v} for an integer key. */
  public static void setIndex(Object o, long k, Object v) {
    int i = (int) k;
    if (i == k) {
      Indexing.setIndexInt(o, i, v);
    } else {
      Indexing.setIndex(o, (double) k, v);
    }
  }

  /** {@code o[k] = v} for an integer key and a number. */
  public static void setIndex(Object o, long k, double v) {
    int i = (int) k;
    if (i == k && o instanceof LuaTable t && t.metatable() == null) {
      t.putInt(i, v);
    } else {
      setIndex(o, k, (Object) v);
    }
  }

  /** {@code o[k] = v} for a number key and a number. */
  public static void setIndex(Object o, double k, double v) {
    int i = (int) k;
    if (i == k && o instanceof LuaTable t && t.metatable() == null) {
      t.putInt(i, v);
    } else {
      Indexing.setIndex(o, k, (Object) v);
    }
  }

  /** {@code o[k] = v} for any key and a number. */
  public static void setIndex(Object o, Object k, double v) {
    if (k instanceof Double d) {
      setIndex(o, d.doubleValue(), v);
    } else {
      Indexing.setIndex(o, k, (Object) v);
    }
  }

  // ---- numeric for ----

  /** The last integer that a counter may reach; a limit of NaN lets nothing through. */
  public static long integerLimit(double limit, long step) {
    if (step >= 0) {
      return !Double.isNaN(limit) ? (long) Math.floor(Math.min(limit, MAX_COUNT)) : Long.MIN_VALUE;
    }
    return !Double.isNaN(limit) ? (long) Math.ceil(Math.max(limit, -MAX_COUNT)) : Long.MAX_VALUE;
  }

  /**
   * Where a strip of rounds ends that reaches so far beyond the counter: never behind the limit.
   */
  public static long rim(long counter, long limit, long reach) {
    return reach >= 0 ? Math.min(limit, counter + reach) : Math.max(limit, counter + reach);
  }

  /**
   * Where a strip of so many rounds ends; for a step of 0, which never gets there, at once. Steps
   * have 50 bits at most, so nothing overflows.
   */
  public static long rim(long counter, long limit, long step, int rounds) {
    return step == 0 ? Long.MIN_VALUE : rim(counter, limit, step * (rounds - 1));
  }

  /** Whether a counter has not passed its limit. */
  public static boolean goesOn(long counter, long limit, long step) {
    return step >= 0 ? counter <= limit : counter >= limit;
  }

  /** Whether a counter has not passed its limit; a step of minus zero counts down, as in LuaJIT. */
  public static boolean goesOn(double counter, double limit, double step) {
    boolean up = Double.doubleToRawLongBits(step) >= 0;
    return up ? counter <= limit : counter >= limit;
  }

  // ---- several values ----

  /** The value at an index of a finished result. */
  public static Object at(Object result, int index) {
    if (result instanceof Results several) {
      return several.get(index);
    }
    return index == 0 ? result : null;
  }

  /** The value at an index of varargs or arguments. */
  public static Object at(Object[] values, int index) {
    return index < values.length ? values[index] : null;
  }

  /** The arguments from an index on. */
  public static Object[] rest(Object[] values, int from) {
    return values.length <= from ? NONE : Arrays.copyOfRange(values, from, values.length);
  }

  /** The values of a raw result as arguments. */
  public static Object[] values(Object raw) {
    return Results.toArray(raw);
  }

  /** The first values and behind them those of a raw result. */
  public static Object[] append(Object[] first, Object raw) {
    if (raw instanceof Results) {
      return append(first, Results.toArray(raw));
    }
    Object[] all = Arrays.copyOf(first, first.length + 1);
    all[first.length] = raw;
    return all;
  }

  /** The first values and behind them the others. */
  public static Object[] append(Object[] first, Object[] more) {
    Object[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  /**
   * A table of a constructor that ends with several values. With holes it has room for one more, so
   * that its length is the one that LuaJIT finds.
   */
  public static LuaTable list(Object[] values, int room) {
    int n = values.length;
    return LuaTable.ofArray(Arrays.copyOf(values, n > room ? n + 1 : room));
  }

  /** Puts the values of a raw result behind the elements of a constructor. */
  public static void appendTo(LuaTable table, int count, Object raw) {
    appendTo(table, count, Results.toArray(raw));
  }

  /** Puts values behind the elements of a constructor. */
  public static void appendTo(LuaTable table, int count, Object[] values) {
    table.extend(count, values.length);
    for (int i = 0; i < values.length; i++) {
      table.putInt(count + i + 1, values[i]);
    }
  }

  // ---- calls ----

  /** Keeps a closure as the one that frames of its class stand for (getfenv, setfenv, module). */
  public static void remember(LuaFunction function) {
    FunctionInfo.running(function);
  }

  /**
   * The function to invoke for a called value that is none: it calls what {@code __call} says, or
   * fails once the arguments have been evaluated.
   */
  public static LuaFunction callable(Object value) {
    return new Uncallable(value);
  }

  /** A value in the place of a function; calls go through {@code __call} or fail. */
  private static final class Uncallable extends LuaFunction {
    private final Object value;

    Uncallable(Object value) {
      this.value = value;
    }

    @Override
    public Object invoke() {
      return Calls.call(value);
    }

    @Override
    public Object invoke(Object a) {
      return Calls.call(value, a);
    }

    @Override
    public Object invoke(Object a, Object b) {
      return Calls.call(value, a, b);
    }

    @Override
    public Object invoke(Object a, Object b, Object c) {
      return Calls.call(value, a, b, c);
    }

    @Override
    public Object invoke(Object[] args) {
      return Calls.call(value, args);
    }

    @Override
    public String name() {
      return "?";
    }
  }

  private static boolean isDirect(LuaFunction f) {
    return f instanceof JavaFunction || f instanceof Uncallable;
  }

  /** Calls a function that is probably {@code error}, from a place with this position. */
  public static Object raise(LuaFunction f, Object value, String position) {
    if (f instanceof ErrorFunction error) {
      error.raise(value, position);
    }
    return f.invoke(value);
  }

  /** A call in tail position: host functions at once, others left to the caller. */
  public static Object tail(LuaFunction f) {
    return isDirect(f) ? f.invoke() : TailCall.of(f);
  }

  /** A call in tail position. */
  public static Object tail(LuaFunction f, Object a) {
    return isDirect(f) ? f.invoke(a) : TailCall.of(f, a);
  }

  /** A call in tail position. */
  public static Object tail(LuaFunction f, Object a, Object b) {
    return isDirect(f) ? f.invoke(a, b) : TailCall.of(f, a, b);
  }

  /** A call in tail position. */
  public static Object tail(LuaFunction f, Object a, Object b, Object c) {
    return isDirect(f) ? f.invoke(a, b, c) : TailCall.of(f, a, b, c);
  }

  /** A call in tail position. */
  public static Object tail(LuaFunction f, Object[] args) {
    return isDirect(f) ? f.invoke(args) : TailCall.of(f, args);
  }
}
