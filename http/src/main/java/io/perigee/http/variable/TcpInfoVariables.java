package io.perigee.http.variable;

import io.perigee.core.net.TcpInfo;
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
    add(table, "tcpinfo_rtt", TcpInfo::rtt);
    add(table, "tcpinfo_rttvar", TcpInfo::rttvar);
    add(table, "tcpinfo_snd_cwnd", TcpInfo::sndCwnd);
    add(table, "tcpinfo_rcv_space", TcpInfo::rcvSpace);
  }

  private static void add(VariableTable<Request> table, String name, ToLongFunction<TcpInfo> fact) {
    table.add(new Variable<Request>(name, r -> value(r, fact)).noCacheable());
  }

  private static byte @Nullable [] value(Request r, ToLongFunction<TcpInfo> fact) {
    TcpInfo info = r.connection().socket().tcpInfo();
    return info == null ? null : Ascii.decimal(fact.applyAsLong(info));
  }
}
