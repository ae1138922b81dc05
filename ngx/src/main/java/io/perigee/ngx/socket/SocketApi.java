package io.perigee.ngx.socket;

import io.perigee.conf.directive.Settings;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.api.PhaseSet;
import java.util.function.Function;

/** {@code ngx.socket.tcp, stream, connect, udp}. */
public final class SocketApi implements ApiFamily {
  private static final SocketMethods TCP = TcpMethods.all();
  private static final SocketMethods UDP = UdpMethods.all();

  private final Function<Settings, SocketSettings> settings;

  /** The family; the function reads the subsystem's directives. */
  public SocketApi(Function<Settings, SocketSettings> settings) {
    this.settings = settings;
  }

  @Override
  public void register(ApiTable ngx) {
    ngx.table("socket")
        .variadic("tcp", PhaseSet.YIELDABLE, this::tcp)
        .variadic("stream", PhaseSet.YIELDABLE, this::tcp)
        .variadic("connect", PhaseSet.YIELDABLE, this::connect)
        .variadic("udp", PhaseSet.YIELDABLE, this::udp);
  }

  private Object tcp(ApiCall call, Object[] args) {
    if (args.length > 0) {
      throw LuaError.at(1, "expecting zero arguments, but got " + args.length);
    }
    return object(call, socket(call));
  }

  private StreamSocket socket(ApiCall call) {
    return new StreamSocket(
        call.worker(), StreamSocket.Kind.DUPLEX, settings.apply(call.context().settings()));
  }

  private static LuaTable object(ApiCall call, StreamSocket socket) {
    return SocketMethods.object(socket, Metatables.of(call).tcp);
  }

  /** {@code tcp} and {@code connect} in one. */
  private Object connect(ApiCall call, Object[] args) {
    if (args.length < 1 || args.length > 3) {
      throw LuaError.at(
          1,
          "ngx.socket connect: expecting 2, 3, or 4 arguments (including the object), but seen "
              + (args.length + 1));
    }
    StreamSocket socket = socket(call);
    Object[] all = new Object[args.length + 1];
    System.arraycopy(args, 0, all, 1, args.length);
    Object result = TcpMethods.connect(call, socket, all);
    return result instanceof Results ? result : object(call, socket);
  }

  private Object udp(ApiCall call, Object[] args) {
    if (args.length > 0) {
      throw LuaError.at(1, "expecting zero arguments, but got " + args.length);
    }
    UdpSocket socket = new UdpSocket(call.worker(), settings.apply(call.context().settings()));
    return SocketMethods.object(socket, Metatables.of(call).udp);
  }

  /** The metatables of one VM. */
  private static final class Metatables {
    private final LuaTable tcp;
    private final LuaTable udp;

    Metatables(ApiCall call) {
      tcp = TCP.metatable(call);
      udp = UDP.metatable(call);
    }

    static Metatables of(ApiCall call) {
      return call.state(Metatables.class, Metatables::new);
    }
  }
}
