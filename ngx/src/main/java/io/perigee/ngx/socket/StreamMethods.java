package io.perigee.ngx.socket;

import static io.perigee.ngx.socket.SocketMethods.arg;
import static io.perigee.ngx.socket.SocketMethods.count;

import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.text.ByteSink;
import io.perigee.ngx.text.ValueText;
import org.jspecify.annotations.Nullable;

/** Reading, sending and time-outs: what all stream sockets have in common. */
public final class StreamMethods {
  private static final ValueText SENT =
      ValueText.strict("send", "string, number, boolean, nil, or array table expected, got ");

  private StreamMethods() {}

  /** The methods of a socket that only reads. */
  static SocketMethods reading() {
    return new SocketMethods()
        .add("receive", StreamMethods::receive)
        .add("receiveany", StreamMethods::receiveAny)
        .add("receiveuntil", StreamMethods::receiveUntil)
        .add("settimeout", StreamMethods::setTimeout)
        .add("settimeouts", StreamMethods::setTimeouts);
  }

  /** The methods of a socket that reads and writes. */
  static SocketMethods duplex() {
    return reading().add("send", StreamMethods::send);
  }

  /** The object of a body socket of a request for Lua code. */
  public static LuaTable bodyObject(ApiCall call, StreamSocket socket) {
    return SocketMethods.object(socket, Metatables.of(call).body);
  }

  /** The object of a raw socket of a request for Lua code. */
  public static LuaTable rawObject(ApiCall call, StreamSocket socket) {
    return SocketMethods.object(socket, Metatables.of(call).raw);
  }

  /** The metatables of request sockets in one VM. */
  private static final class Metatables {
    private final LuaTable body;
    private final LuaTable raw;

    Metatables(ApiCall call) {
      body = reading().metatable(call);
      raw = duplex().metatable(call);
    }

    static Metatables of(ApiCall call) {
      return call.state(Metatables.class, Metatables::new);
    }
  }

  static StreamSocket self(Object[] args, String method) {
    return SocketMethods.self(args, method, StreamSocket.class);
  }

  // ---- reading

  private static Object receive(ApiCall call, Object[] args) {
    count(args, 1, 2, "1 or 2 arguments");
    StreamSocket socket = self(args, "receive");
    Object refused = socket.refuseReading(call.context());
    if (refused != null) {
      return refused;
    }
    Object pattern = arg(args, 1);
    int size = pattern == null ? -1 : size(pattern);
    if (size == 0) {
      return LuaString.EMPTY;
    }
    Reception wanted;
    if (size > 0) {
      wanted = new SizeReception(size);
    } else if (pattern instanceof LuaString text && text.byteAt(1) == 'a') {
      wanted = new AllReception();
    } else {
      wanted = new LineReception();
    }
    return socket.receive(call.thread(), wanted);
  }

  /** The number of bytes that the argument of receive asks for; -1 for one of the two patterns. */
  private static int size(Object pattern) {
    Double number = Conversions.toNumber(pattern);
    if (number != null && number >= 0) {
      return (int) Math.min(number, Integer.MAX_VALUE);
    }
    if (number == null && pattern instanceof LuaString text) {
      String word = text.toString();
      if (word.equals("*l") || word.equals("*a")) {
        return -1;
      }
      if (word.length() != 2 || word.charAt(0) != '*') {
        throw LuaError.argument(2, "receive", "bad pattern argument: " + word);
      }
    }
    throw LuaError.argument(2, "receive", "bad pattern argument");
  }

  private static Object receiveAny(ApiCall call, Object[] args) {
    count(args, 2, 2, "2 arguments");
    StreamSocket socket = self(args, "receiveany");
    Object refused = socket.refuseReading(call.context());
    if (refused != null) {
      return refused;
    }
    Double max = Conversions.toNumber(args[1]);
    if (max == null || max < 1) {
      throw LuaError.argument(2, "receiveany", "bad max argument");
    }
    return socket.receive(call.thread(), new AnyReception((int) (double) max));
  }

  private static Object receiveUntil(ApiCall call, Object[] args) {
    count(args, 2, 3, "2 or 3 arguments");
    StreamSocket socket = self(args, "receiveuntil");
    boolean inclusive = inclusive(arg(args, 2));
    LuaString pattern = text(args[1], 2, "receiveuntil");
    if (pattern.length() == 0) {
      return Results.of(null, LuaString.of("pattern is empty"));
    }
    UntilIterator iterator = new UntilIterator(socket, pattern, inclusive);
    return JavaFunction.variadic(
        "receiveuntil", values -> StreamMethods.next(call, iterator, values));
  }

  private static boolean inclusive(@Nullable Object options) {
    if (options == null) {
      return false;
    }
    if (!(options instanceof LuaTable table)) {
      throw LuaError.typeError(3, "receiveuntil", "table", options);
    }
    Object value = table.get(LuaString.of("inclusive"));
    if (value == null || value instanceof Boolean) {
      return value instanceof Boolean flag && flag;
    }
    throw LuaError.at(1, "bad \"inclusive\" option value type: " + Conversions.typeName(value));
  }

  private static Object next(ApiCall call, UntilIterator iterator, Object[] args) {
    if (args.length > 1) {
      throw LuaError.at(1, "expecting 0 or 1 arguments, but seen " + args.length);
    }
    int limit = 0;
    if (args.length == 1) {
      Double number = Conversions.toNumber(args[0]);
      if (number == null) {
        throw LuaError.typeError(1, "?", "number", args[0]);
      }
      limit = (int) Math.max(0, Math.min(number, Integer.MAX_VALUE));
    }
    StreamSocket socket = iterator.socket();
    Object refused = socket.refuseReading(call.context());
    if (refused != null) {
      return refused;
    }
    if (iterator.takeEnd()) {
      return Results.of(new Object[3]);
    }
    return socket.receive(call.thread(), new UntilReception(iterator, limit));
  }

  /** A string argument; numbers are strings too. */
  static LuaString text(@Nullable Object value, int index, String method) {
    if (value instanceof LuaString string) {
      return string;
    }
    if (value instanceof Double number) {
      return Conversions.toLuaString(number);
    }
    throw LuaError.typeError(index, method, "string", value);
  }

  // ---- sending

  private static Object send(ApiCall call, Object[] args) {
    count(args, 2, 2, "2 arguments");
    StreamSocket socket = self(args, "send");
    Object refused = socket.refuseWriting(call.context());
    if (refused != null) {
      return refused;
    }
    if (args[1] instanceof LuaString string) {
      return socket.send(call.thread(), string.bytes(), string.length());
    }
    ByteSink sink = new ByteSink(256);
    SENT.append(sink, args[1], 2);
    return socket.send(call.thread(), sink.bytes(), sink.size());
  }

  // ---- the rest

  private static Object setTimeout(ApiCall call, Object[] args) {
    if (args.length != 2) {
      throw LuaError.at(
          1,
          "ngx.socket settimeout: expecting 2 arguments (including the object) but seen "
              + args.length);
    }
    StreamSocket socket = self(args, "settimeout");
    long millis = SocketTimeouts.millis(args[1]);
    socket.timeouts().set(millis, millis, millis);
    return Results.EMPTY;
  }

  private static Object setTimeouts(ApiCall call, Object[] args) {
    if (args.length != 4) {
      throw LuaError.at(
          1,
          "ngx.socket settimeout: expecting 4 arguments (including the object) but seen "
              + args.length);
    }
    StreamSocket socket = self(args, "settimeouts");
    long connect = SocketTimeouts.millis(args[1]);
    long send = SocketTimeouts.millis(args[2]);
    socket.timeouts().set(connect, send, SocketTimeouts.millis(args[3]));
    return Results.EMPTY;
  }
}
