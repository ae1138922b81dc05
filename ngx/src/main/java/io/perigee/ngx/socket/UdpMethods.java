package io.perigee.ngx.socket;

import static io.perigee.ngx.socket.SocketMethods.arg;
import static io.perigee.ngx.socket.SocketMethods.count;
import static io.perigee.ngx.socket.SocketMethods.text;

import io.perigee.core.net.DatagramConnection;
import io.perigee.core.resolver.NameServers;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.text.ByteSink;
import io.perigee.ngx.text.ValueText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The methods of datagram sockets. */
final class UdpMethods {
  private static final int MAX_PORT = 65535;
  private static final ValueText SENT =
      ValueText.strict("send", "string, number, boolean, nil, or array table expected, got ");

  private UdpMethods() {}

  static SocketMethods all() {
    return new SocketMethods()
        .add("setpeername", UdpMethods::setPeerName)
        .add("send", UdpMethods::send)
        .add("receive", UdpMethods::receive)
        .add("settimeout", UdpMethods::setTimeout)
        .add("bind", UdpMethods::bind)
        .add("close", UdpMethods::close);
  }

  private static UdpSocket self(Object[] args, String method) {
    return SocketMethods.self(args, method, UdpSocket.class);
  }

  private static Object setPeerName(ApiCall call, Object[] args) {
    if (args.length != 2 && args.length != 3) {
      throw LuaError.at(
          1,
          "ngx.socket.udp setpeername: expecting 2 or 3 arguments (including the object), but seen "
              + args.length);
    }
    UdpSocket socket = self(args, "setpeername");
    Object refused = socket.refuseForeign(call.context());
    if (refused != null) {
      return refused;
    }
    LuaString host = StreamMethods.text(args[1], 2, "setpeername");
    if (Target.isUnix(host)) {
      return socket.connect(call.thread(), Target.unix(host));
    }
    int port = args.length == 2 ? 0 : number(args[2], 3, "setpeername");
    if (port < 0 || port > MAX_PORT) {
      return Results.of(null, text("bad port number: " + port));
    }
    return socket.connect(call.thread(), new Target(host, port));
  }

  private static int number(@Nullable Object value, int index, String method) {
    Double number = Conversions.toNumber(value);
    if (number == null) {
      throw LuaError.typeError(index, method, "number", value);
    }
    return (int) (double) number;
  }

  private static Object send(ApiCall call, Object[] args) {
    count(args, 2, 2, "2 arguments");
    UdpSocket socket = self(args, "send");
    Object refused = socket.refuse(call.context(), "send data");
    if (refused != null) {
      return refused;
    }
    if (args[1] instanceof LuaString string) {
      return socket.send(string.bytes(), string.length());
    }
    ByteSink sink = new ByteSink(256);
    SENT.append(sink, args[1], 2);
    return socket.send(sink.bytes(), sink.size());
  }

  private static Object receive(ApiCall call, Object[] args) {
    count(args, 1, 2, "1 or 2 arguments");
    UdpSocket socket = self(args, "receive");
    Object refused = socket.refuse(call.context(), "receive data");
    if (refused != null) {
      return refused;
    }
    int size = DatagramConnection.MAX_SIZE;
    if (arg(args, 1) != null) {
      size = Math.min(size, number(args[1], 2, "receive"));
      if (size < 0) {
        throw LuaError.argument(2, "receive", "bad size argument");
      }
    }
    return socket.receive(call.thread(), size);
  }

  private static Object setTimeout(ApiCall call, Object[] args) {
    if (args.length < 2) {
      throw LuaError.at(
          1,
          "ngx.socket settimeout: expecting at least 2 arguments (including the object) but seen "
              + args.length);
    }
    UdpSocket socket = self(args, "settimeout");
    Double millis = Conversions.toNumber(args[1]);
    socket.timeout(millis == null ? 0 : (long) (double) millis);
    return Results.EMPTY;
  }

  private static Object bind(ApiCall call, Object[] args) {
    count(args, 2, 3, "2 or 3 arguments");
    UdpSocket socket = self(args, "bind");
    InetAddress address = NameServers.literal(StreamMethods.text(args[1], 2, "bind").toString());
    int port = arg(args, 2) == null ? 0 : number(args[2], 3, "bind");
    if (address == null || port < 0 || port > MAX_PORT) {
      return Results.of(null, text("bad address"));
    }
    socket.local(new InetSocketAddress(address, port));
    return 1.0;
  }

  private static Object close(ApiCall call, Object[] args) {
    if (args.length != 1) {
      throw LuaError.at(1, "expecting 1 argument (including the object) but seen " + args.length);
    }
    UdpSocket socket = self(args, "close");
    Object refused = socket.refuse(call.context(), "");
    if (refused != null) {
      return refused;
    }
    socket.close();
    return 1.0;
  }
}
