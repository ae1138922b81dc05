package io.perigee.ngx.text;

import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Userdata;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How {@code ngx.say}, {@code ngx.print} and {@code send} write their arguments: strings, numbers,
 * booleans, nil, {@code ngx.null} and nested array tables of these.
 */
public final class ValueText {
  private static final byte[] NIL = "nil".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.ISO_8859_1);

  private final String function;
  private final String expected;
  private final boolean strict;

  /** Writes for a function; its name and what it takes go into the error texts. */
  public ValueText(String function, String expected) {
    this(function, expected, false);
  }

  private ValueText(String function, String expected, boolean strict) {
    this.function = function;
    this.expected = expected;
    this.strict = strict;
  }

  /** As the constructor, without {@code ngx.null}, and tables of strings and numbers only. */
  public static ValueText strict(String function, String expected) {
    return new ValueText(function, expected, true);
  }

  /** Whether a value is {@code ngx.null}: a userdata without a Java object and a metatable. */
  public static boolean isNull(@Nullable Object value) {
    return value instanceof Userdata userdata
        && userdata.isNullPointer()
        && userdata.metatable() == null;
  }

  /** Appends an argument; the number is the one in error texts. */
  public void append(ByteSink sink, @Nullable Object value, int number) {
    if (value instanceof LuaString string) {
      sink.add(string.bytes());
    } else if (value instanceof LuaTable table) {
      appendTable(sink, table, number);
    } else if (!appendScalar(sink, value)) {
      throw LuaError.argument(number, function, expected + Conversions.typeName(value));
    }
  }

  private boolean appendScalar(ByteSink sink, @Nullable Object value) {
    if (value instanceof LuaString string) {
      sink.add(string.bytes());
    } else if (value instanceof Double) {
      sink.add(Conversions.toLuaString(value).bytes());
    } else if (value == null) {
      sink.add(NIL);
    } else if (value instanceof Boolean flag) {
      sink.add(flag ? TRUE : FALSE);
    } else if (!strict && isNull(value)) {
      sink.add(NULL);
    } else {
      return false;
    }
    return true;
  }

  private void appendTable(ByteSink sink, LuaTable table, int number) {
    int max = arrayLength(table);
    if (max < 0) {
      throw LuaError.argument(number, function, "non-array table found");
    }
    for (int i = 1; i <= max; i++) {
      Object value = table.getInt(i);
      if (value instanceof LuaTable nested) {
        appendTable(sink, nested, number);
      } else if ((strict && isLiteral(value)) || !appendScalar(sink, value)) {
        throw LuaError.argument(
            number, function, "bad data type " + Conversions.typeName(value) + " found");
      }
    }
  }

  private static boolean isLiteral(@Nullable Object value) {
    return value == null || value instanceof Boolean;
  }

  /** The greatest index of a table that has only positive integer keys, otherwise -1. */
  public static int arrayLength(LuaTable table) {
    int max = 0;
    for (int i = table.advance(0); i >= 0; i = table.advance(i + 1)) {
      if (!(table.keyAt(i) instanceof Double key) || key < 1 || key != Math.floor(key)) {
        return -1;
      }
      max = Math.max(max, (int) (double) key);
    }
    return max;
  }
}
