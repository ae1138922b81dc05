package io.perigee.ngx.socket;

import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import org.jspecify.annotations.Nullable;

/** How long a socket waits, in ms: what Lua code set, or else what the directives say. */
final class SocketTimeouts {
  private static final double TOO_GREAT = 2147483648.0;

  private final SocketSettings settings;
  private long connect;
  private long send;
  private long read;

  SocketTimeouts(SocketSettings settings) {
    this.settings = settings;
  }

  long connect() {
    return connect > 0 ? connect : settings.connectTimeout();
  }

  long send() {
    return send > 0 ? send : settings.sendTimeout();
  }

  long read() {
    return read > 0 ? read : settings.readTimeout();
  }

  /** Sets all three; 0 is the directives' value. */
  void set(long connectMillis, long sendMillis, long readMillis) {
    connect = connectMillis;
    send = sendMillis;
    read = readMillis;
  }

  /** The time that an argument gives; what is no number leaves the directives' value. */
  static long millis(@Nullable Object value) {
    Double number = Conversions.toNumber(value);
    if (number == null) {
      return 0;
    }
    if (number >= TOO_GREAT || number < 0) {
      throw LuaError.at(1, "bad timeout value");
    }
    return (long) (double) number;
  }
}
