package io.perigee.ngx.socket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Lua code set of a socket before it was connected, and how it is set afterwards. */
final class SocketOptions {
  /** The options of {@code setoption}. */
  enum Name {
    KEEPALIVE("keepalive", ChannelOption.SO_KEEPALIVE),
    REUSEADDR("reuseaddr", ChannelOption.SO_REUSEADDR),
    TCP_NODELAY("tcp-nodelay", ChannelOption.TCP_NODELAY),
    SNDBUF("sndbuf", ChannelOption.SO_SNDBUF),
    RCVBUF("rcvbuf", ChannelOption.SO_RCVBUF);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // Netty's options are constants
    private final ChannelOption<?> option;

    Name(String title, ChannelOption<?> option) {
      this.title = title;
      this.option = option;
    }

    static @Nullable Name of(String title) {
      for (Name name : values()) {
        if (name.title.equals(title)) {
          return name;
        }
      }
      return null;
    }

    private boolean isFlag() {
      return this != SNDBUF && this != RCVBUF;
    }

    /** Sets the option; false if this kind of socket does not have it. */
    @SuppressWarnings("unchecked") // flags are Boolean, the others Integer
    boolean set(Channel channel, int value) {
      return isFlag()
          ? channel.config().setOption((ChannelOption<Boolean>) option, value != 0)
          : channel.config().setOption((ChannelOption<Integer>) option, value);
    }

    /** The value, flags as 1 or 0; null if this kind of socket does not have it. */
    @Nullable Integer get(Channel channel) {
      Object value = channel.config().getOption(option);
      if (value instanceof Boolean flag) {
        return flag ? 1 : 0;
      }
      return value instanceof Integer number ? number : null;
    }
  }

  private @Nullable InetSocketAddress local;
  private @Nullable Map<Name, Integer> early;

  @Nullable SocketAddress local() {
    return local;
  }

  /** The address of this side. */
  void local(InetSocketAddress address) {
    local = address;
  }

  boolean keepAlive() {
    return early != null && early.getOrDefault(Name.KEEPALIVE, 0) != 0;
  }

  /** Keeps an option until there is a connection. */
  void keep(Name name, int value) {
    Map<Name, Integer> known = early;
    if (known == null) {
      known = new EnumMap<>(Name.class);
      early = known;
    }
    known.put(name, value);
  }

  @Nullable Integer kept(Name name) {
    return early == null ? null : early.get(name);
  }

  void apply(Channel channel) {
    Map<Name, Integer> known = early;
    if (known != null) {
      known.forEach((name, value) -> name.set(channel, value));
    }
  }
}
