package io.perigee.http.upstream;

import io.perigee.core.log.Level;
import io.perigee.core.resolver.Answer;
import io.perigee.core.resolver.NameServers;
import io.perigee.core.resolver.Resolution;
import io.perigee.core.resolver.Resolver;
import io.perigee.core.text.Ascii;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.request.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a request goes: a group of the configuration, an address, or a name to look up. */
public abstract sealed class UpstreamTarget
    permits UpstreamTarget.Group, UpstreamTarget.Once, UpstreamTarget.Name {
  private UpstreamTarget() {}

  /** A group of the configuration. */
  public static UpstreamTarget of(UpstreamGroup group) {
    return new Group(group);
  }

  /** An address that only this request knows. */
  public static UpstreamTarget once(UpstreamServer server) {
    return new Once(server);
  }

  /** A name that must be looked up, with its port. */
  public static UpstreamTarget named(String host, int port) {
    return new Name(host, port);
  }

  /** Tells the exchange its peers, now or later. */
  abstract void find(Request r, Upstream upstream);

  /** The exchange is over: a search that is still going on is given up. */
  void abandon() {}

  /** A group of the configuration. */
  static final class Group extends UpstreamTarget {
    private final UpstreamGroup group;

    Group(UpstreamGroup group) {
      this.group = group;
    }

    @Override
    void find(Request r, Upstream upstream) {
      upstream.peers(group, group.peers(r.worker()));
    }
  }

  /** One address. */
  static final class Once extends UpstreamTarget {
    private final UpstreamServer server;

    Once(UpstreamServer server) {
      this.server = server;
    }

    @Override
    void find(Request r, Upstream upstream) {
      UpstreamGroup group = new UpstreamGroup(Ascii.latin1(server.name()), server);
      upstream.peers(group, group.peersOnce(r.worker()));
    }
  }

  /** A name for the resolver of the location. */
  static final class Name extends UpstreamTarget {
    private final String host;
    private final int port;
    private @Nullable Resolution search;

    Name(String host, int port) {
      this.host = host;
      this.port = port;
    }

    @Override
    void find(Request r, Upstream upstream) {
      NameServers servers = r.settings().find(CoreSettings.RESOLVER);
      if (servers == null) {
        r.log(Level.ERROR, "no resolver defined to resolve " + host);
        upstream.noPeers();
        return;
      }
      search =
          Resolver.of(r.worker(), servers)
              .resolve(
                  host,
                  r.settings().get(CoreSettings.RESOLVER_TIMEOUT),
                  answer -> found(r, upstream, answer));
    }

    private void found(Request r, Upstream upstream, Answer answer) {
      search = null;
      switch (answer) {
        case Answer.Addresses found -> {
          List<SocketAddress> addresses = new ArrayList<>();
          for (InetAddress address : found.all()) {
            addresses.add(new InetSocketAddress(address, port));
          }
          once(UpstreamServer.usual(host + ":" + port, addresses)).find(r, upstream);
        }
        case Answer.Failure failed -> {
          r.log(Level.ERROR, failed.message(host));
          upstream.noPeers();
        }
      }
    }

    @Override
    void abandon() {
      Resolution running = search;
      search = null;
      if (running != null) {
        running.cancel();
      }
    }
  }
}
