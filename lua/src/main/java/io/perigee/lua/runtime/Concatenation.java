package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Metamethod;

/**
 * The operator {@code ..} (Lua manual 2.5.4), compiled with all operands of a chain at once.
 * Numbers are written straight into the result. It associates to the right: a metamethod sees the
 * operands to its right already joined.
 */
public final class Concatenation {
  private Concatenation() {}

  /** {@code a .. b}. */
  public static Object concat(Object a, Object b) {
    if (a instanceof LuaString s && b instanceof LuaString t) {
      byte[] x = s.bytes();
      byte[] y = t.bytes();
      byte[] joined = new byte[LuaState.stringLength((long) x.length + y.length)];
      System.arraycopy(x, 0, joined, 0, x.length);
      System.arraycopy(y, 0, joined, x.length, y.length);
      return LuaString.wrap(joined);
    }
    return concat(new Object[] {a, b});
  }

  /** {@code a .. b .. c}. */
  public static Object concat(Object a, Object b, Object c) {
    return concat(new Object[] {a, b, c});
  }

  /** The chain of all values. */
  public static Object concat(Object[] values) {
    long total = 0;
    for (Object value : values) {
      if (value instanceof LuaString s) {
        total += s.length();
      } else if (value instanceof Double d) {
        total += NumberText.room(d);
      } else {
        return withMetamethods(values);
      }
    }
    return join(values, LuaState.stringLength(total));
  }

  private static LuaString join(Object[] values, int room) {
    byte[] joined = new byte[room];
    int at = 0;
    for (Object value : values) {
      if (value instanceof LuaString s) {
        byte[] bytes = s.bytes();
        System.arraycopy(bytes, 0, joined, at, bytes.length);
        at += bytes.length;
      } else {
        at = NumberText.write((double) value, joined, at);
      }
    }
    return at == room ? LuaString.wrap(joined) : LuaString.wrap(joined, 0, at);
  }

  private static boolean isText(Object value) {
    return value instanceof LuaString || value instanceof Double;
  }

  private static Object withMetamethods(Object[] values) {
    int i = values.length - 1;
    Object right = values[i];
    while (i > 0) {
      if (isText(right) && isText(values[i - 1])) {
        int first = i - 1;
        while (first > 0 && isText(values[first - 1])) {
          first--;
        }
        Object[] run = new Object[i - first + 1];
        System.arraycopy(values, first, run, 0, run.length - 1);
        run[run.length - 1] = right;
        right = concat(run);
        i = first;
      } else {
        right = byHandler(values[i - 1], right, i - 1);
        i--;
      }
    }
    return right;
  }

  private static Object byHandler(Object a, Object b, int indexOfFirst) {
    Object handler = Metatables.handler(a, b, Metamethod.CONCAT);
    if (handler == null) {
      throw OperandErrors.concatenation(a, b, indexOfFirst);
    }
    return Calls.metamethod(handler, a, b);
  }
}
