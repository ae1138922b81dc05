package io.perigee.http.variable;

import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.Variable;
import io.perigee.core.variable.VariableTable;
import io.perigee.http.request.Request;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What the kernel knows about the client's connection: {@code $tcpinfo_rtt} and its like. */
final class TcpInfoVariables {
  private TcpInfoVariables() {}

  static void addTo(VariableTable<Request> table) {
    add(table, "tcpinfo_rtt", EpollTcpInfo::rtt);
    add(table, "tcpinfo_rttvar", EpollTcpInfo::rttvar);
    add(table, "tcpinfo_snd_cwnd", EpollTcpInfo::sndCwnd);
    add(table, "tcpinfo_rcv_space", EpollTcpInfo::rcvSpace);
  }

  private static void add(
      VariableTable<Request> table, String name, ToLongFunction<EpollTcpInfo> fact) {
    table.add(new Variable<Request>(name, r -> value(r, fact)).noCacheable());
  }

  private static byte @Nullable [] value(Request r, ToLongFunction<EpollTcpInfo> fact) {
    return r.connection().channel() instanceof EpollSocketChannel socket && socket.isOpen()
        ? Ascii.decimal(fact.applyAsLong(socket.tcpInfo()))
        : null;
  }
}
