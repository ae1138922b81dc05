package io.perigee.ngx.socket;

import static io.perigee.ngx.socket.SocketMethods.arg;
import static io.perigee.ngx.socket.SocketMethods.count;
import static io.perigee.ngx.socket.SocketMethods.text;

import io.perigee.core.resolver.NameServers;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What sockets have that Lua code connects itself: connections, pools, options of the system. */
final class TcpMethods {
  private static final int MAX_PORT = 65535;
  private static final LuaString POOL = LuaString.intern("pool");
  private static final LuaString POOL_SIZE = LuaString.intern("pool_size");
  private static final LuaString BACKLOG = LuaString.intern("backlog");

  private TcpMethods() {}

  static SocketMethods all() {
    return StreamMethods.duplex()
        .add("connect", TcpMethods::connect)
        .add("close", TcpMethods::close)
        .add("setkeepalive", TcpMethods::setKeepalive)
        .add("getreusedtimes", TcpMethods::reusedTimes)
        .add("shutdown", TcpMethods::shutdown)
        .add("bind", TcpMethods::bind)
        .add("setoption", TcpMethods::setOption)
        .add("getoption", TcpMethods::getOption)
        .add("sslhandshake", TcpMethods::sslHandshake);
  }

  // ---- connect

  private static Object connect(ApiCall call, Object[] args) {
    if (args.length < 2 || args.length > 4) {
      throw LuaError.at(
          1,
          "ngx.socket connect: expecting 2, 3, or 4 arguments (including the object), but seen "
              + args.length);
    }
    return connect(call, StreamMethods.self(args, "connect"), args);
  }

  /** Connects by arguments whose first one is the object. */
  static Object connect(ApiCall call, StreamSocket socket, Object[] args) {
    socket.checkOwner(call.context());
    LuaString host = StreamMethods.text(args[1], 2, "connect");
    LuaTable options = arg(args, args.length - 1) instanceof LuaTable table ? table : null;
    Object busy = socket.busy();
    if (busy != null) {
      return busy;
    }
    Target target;
    if (Target.isUnix(host)) {
      target = Target.unix(host);
    } else {
      Object port = arg(args, 2);
      Double given = Conversions.toNumber(port);
      if (given == null) {
        return Results.of(null, text("missing the port number"));
      }
      int number = (int) (double) given;
      if (number < 0 || number > MAX_PORT) {
        return Results.of(null, text("bad port number: " + number));
      }
      target = new Target(host, number);
    }
    PoolOptions pool = PoolOptions.of(options, args.length);
    socket.close();
    return pool.connect(call, socket, target);
  }

  /** The third argument of connect. */
  private record PoolOptions(
      @Nullable LuaString name, @Nullable Integer size, @Nullable Integer backlog) {
    private static final PoolOptions NONE = new PoolOptions(null, null, null);

    static PoolOptions of(@Nullable LuaTable table, int arguments) {
      if (table == null) {
        return NONE;
      }
      int place = arguments - 1;
      Integer size = number(table, POOL_SIZE, "pool_size", 1, place);
      Integer backlog = number(table, BACKLOG, "backlog", 0, place);
      Object name = table.get(POOL);
      if (name != null && !(name instanceof LuaString) && !(name instanceof Double)) {
        throw LuaError.argument(
            arguments, "connect", "bad \"pool\" option type: " + Conversions.typeName(name));
      }
      LuaString key = name == null ? null : Conversions.toLuaString(name);
      return new PoolOptions(key, size, backlog);
    }

    private static @Nullable Integer number(
        LuaTable table, LuaString key, String name, int least, int place) {
      Object value = table.get(key);
      if (value == null) {
        return null;
      }
      if (!(value instanceof Double number)) {
        throw LuaError.argument(
            place + 1,
            "connect",
            "bad \"" + name + "\" option type: " + Conversions.typeName(value));
      }
      int whole = (int) (double) number;
      if (whole < least) {
        throw LuaError.argument(
            place + 1, "connect", "bad \"" + name + "\" option value: " + whole);
      }
      return whole;
    }

    /** Connects by an idle connection of the pool if there is one. */
    Object connect(ApiCall call, StreamSocket socket, Target target) {
      LuaString given = name;
      LuaString key = given == null ? target.key() : given;
      Pools pools = Pools.of(call);
      Integer wanted = size;
      Pool pool;
      if (wanted == null && backlog == null) {
        pool = pools.find(key);
      } else {
        int limit = wanted == null ? socket.settings().pooling().size() : wanted;
        pool = pools.findOrMake(key, limit, backlog);
      }
      Peer idle = pool == null ? null : pool.take();
      if (idle != null) {
        socket.attach(idle, call.context());
        return 1.0;
      }
      return new Connecting(socket, call.context(), target, key, pool).connect(call.thread());
    }
  }

  private static Object close(ApiCall call, Object[] args) {
    if (args.length != 1) {
      throw LuaError.at(1, "expecting 1 argument (including the object) but seen " + args.length);
    }
    StreamSocket socket = StreamMethods.self(args, "close");
    Object busy = socket.busyUnlessClosed(call.context());
    if (busy != null) {
      return busy;
    }
    socket.close();
    return 1.0;
  }

  // ---- pools

  private static Object setKeepalive(ApiCall call, Object[] args) {
    count(args, 1, 3, "1 to 3 arguments");
    StreamSocket socket = StreamMethods.self(args, "setkeepalive");
    SocketSettings.Pooling defaults = socket.settings().pooling();
    if (!socket.isWhole()) {
      return Results.of(null, StreamSocket.CLOSED);
    }
    long millis = arg(args, 1) == null ? defaults.timeout() : integer(args, 1, "setkeepalive");
    long size = arg(args, 2) == null ? defaults.size() : integer(args, 2, "setkeepalive");
    if (size <= 0) {
      throw LuaError.argument(3, "setkeepalive", "bad \"pool_size\" option value: " + size);
    }
    Object busy = socket.busyUnlessClosed(call.context());
    if (busy != null) {
      return busy;
    }
    if (!(socket.link() instanceof Peer peer)) {
      return Results.of(null, text("invalid connection"));
    }
    if (peer.hasRest()) {
      return Results.of(null, text("unread data in buffer"));
    }
    return keep(call, socket, peer, millis, (int) Math.min(size, Integer.MAX_VALUE));
  }

  private static Object keep(ApiCall call, StreamSocket socket, Peer peer, long millis, int size) {
    String doubt = peer.doubt();
    if (doubt != null) {
      if (doubt.equals("closed")) {
        socket.close();
      }
      return Results.of(null, text(doubt));
    }
    if (call.worker().exiting()) {
      socket.close();
      return 1.0;
    }
    Pool pool = Pools.of(call).findOrMake(peer.key(), size, null);
    socket.detach();
    pool.keep(peer, millis);
    return 1.0;
  }

  private static long integer(Object[] args, int index, String method) {
    Double number = Conversions.toNumber(args[index]);
    if (number == null) {
      throw LuaError.typeError(index + 1, method, "number", args[index]);
    }
    return (long) (double) number;
  }

  private static Object reusedTimes(ApiCall call, Object[] args) {
    count(args, 1, 1, "1 argument");
    StreamSocket socket = StreamMethods.self(args, "getreusedtimes");
    return socket.isOpen() && socket.link() instanceof Peer peer
        ? (Object) (double) peer.reused()
        : Results.of(null, StreamSocket.CLOSED);
  }

  // ---- the system's socket

  private static Object shutdown(ApiCall call, Object[] args) {
    count(args, 2, 2, "2 arguments");
    StreamSocket socket = StreamMethods.self(args, "shutdown");
    LuaString direction = StreamMethods.text(args[1], 2, "shutdown");
    if (!direction.toString().equals("send")) {
      throw LuaError.argument(2, "shutdown", "bad shutdown direction: " + direction);
    }
    Object refused = socket.refuseWriting(call.context());
    return refused == null ? socket.shutdownOutput() : refused;
  }

  private static Object bind(ApiCall call, Object[] args) {
    if (args.length != 2 && args.length != 3) {
      throw LuaError.at(
          1,
          "ngx.socket bind: expecting 2 or 3 arguments (including the object), but seen "
              + args.length);
    }
    StreamSocket socket = StreamMethods.self(args, "bind");
    socket.checkOwner(call.context());
    String text = StreamMethods.text(args[1], 2, "bind").toString();
    int port = args.length == 3 ? (int) integer(args, 2, "bind") : 0;
    InetAddress address = NameServers.literal(text);
    if (address == null || port < 0 || port > MAX_PORT) {
      return Results.of(null, text("bad address"));
    }
    socket.options().local(new InetSocketAddress(address, port));
    return 1.0;
  }

  private static Object setOption(ApiCall call, Object[] args) {
    count(args, 3, 3, "3 arguments");
    StreamSocket socket = StreamMethods.self(args, "setoption");
    socket.checkOwner(call.context());
    String title = StreamMethods.text(args[1], 2, "setoption").toString();
    SocketOptions.Name name = SocketOptions.Name.of(title);
    if (name == null) {
      return Results.of(null, text("unsupported option " + title));
    }
    int value = number(args[2]);
    if (!(socket.link() instanceof Peer peer)) {
      socket.options().keep(name, value);
      return 1.0;
    }
    return name.set(peer.connection().channel(), value)
        ? (Object) 1.0
        : Results.of(null, text("protocol not available"));
  }

  private static int number(@Nullable Object value) {
    if (value instanceof Boolean flag) {
      return flag ? 1 : 0;
    }
    Double number = Conversions.toNumber(value);
    if (number == null) {
      throw LuaError.typeError(3, "setoption", "number", value);
    }
    return (int) (double) number;
  }

  private static Object getOption(ApiCall call, Object[] args) {
    count(args, 2, 2, "2 arguments");
    StreamSocket socket = StreamMethods.self(args, "getoption");
    socket.checkOwner(call.context());
    String title = StreamMethods.text(args[1], 2, "getoption").toString();
    SocketOptions.Name name = SocketOptions.Name.of(title);
    if (name == null) {
      return Results.of(null, text("unsupported option " + title));
    }
    Integer value =
        socket.link() instanceof Peer peer
            ? name.get(peer.connection().channel())
            : socket.options().kept(name);
    return value == null
        ? Results.of(null, text(socket.isOpen() ? "protocol not available" : "closed"))
        : (Object) (double) value;
  }

  private static Object sslHandshake(ApiCall call, Object[] args) {
    StreamSocket socket = StreamMethods.self(args, "sslhandshake");
    Object refused = socket.refuseWriting(call.context());
    return refused == null
        ? Results.of(null, text("TLS is not supported by this version"))
        : refused;
  }
}
