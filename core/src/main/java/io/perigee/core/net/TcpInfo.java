package io.perigee.core.net;

import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A part of what Linux tells of a TCP connection (tcp(7), TCP_INFO).
 *
 * @param rtt smoothed round trip time, microseconds
 * @param rttvar its variation, microseconds
 * @param sndCwnd congestion window, segments
 * @param rcvSpace room for input that is advertised, bytes
 */
public record TcpInfo(long rtt, long rttvar, long sndCwnd, long rcvSpace) {
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_INFO = 11;

  /** The places in the system's {@code struct tcp_info}. */
  private static final int RTT = 68;

  private static final int RTTVAR = 72;
  private static final int SND_CWND = 80;
  private static final int RCV_SPACE = 96;
  private static final int SIZE = 104;

  /** What there is to know of a socket, null if it is none of TCP. */
  static @Nullable TcpInfo of(Socket socket) {
    ByteBuffer info = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());
    try {
      socket.getRawOpt(IPPROTO_TCP, TCP_INFO, info);
    } catch (IOException notTcp) {
      return null;
    }
    return new TcpInfo(at(info, RTT), at(info, RTTVAR), at(info, SND_CWND), at(info, RCV_SPACE));
  }

  private static long at(ByteBuffer info, int place) {
    return Integer.toUnsignedLong(info.getInt(place));
  }
}
