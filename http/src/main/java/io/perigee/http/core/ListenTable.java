package io.perigee.http.core;

import io.perigee.conf.directive.Directive;
import io.perigee.conf.text.ConfError;
import io.perigee.core.log.Level;
import io.perigee.core.net.ListenAddress;
import io.perigee.core.net.ListenOptions;
import io.perigee.http.location.ServerNames;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers the listen directives of all servers by address and makes addresses and sockets of them
 * (nginx's {@code ngx_http_add_listen} and {@code ngx_http_optimize_servers}).
 */
final class ListenTable {
  private static final class Entry {
    private final List<ServerConf> servers = new ArrayList<>();
    private ListenOptions options = ListenOptions.STANDARD;
    private boolean optionsSet;
    private boolean bind;
    private boolean proxyProtocol;
    private boolean defaultGiven;
    private ServerConf defaultServer;

    Entry(ServerConf first) {
      defaultServer = first;
    }
  }

  private final Map<ListenAddress, Entry> entries = new LinkedHashMap<>();

  void add(Directive d, ServerConf server, Listen listen) {
    Entry entry = entries.computeIfAbsent(listen.address(), k -> new Entry(server));
    if (entry.servers.contains(server)) {
      throw d.error("a duplicate listen " + listen.address().text());
    }
    entry.servers.add(server);
    boolean sets = listen.bind();
    if (sets) {
      if (entry.optionsSet) {
        throw d.error("duplicate listen options for " + listen.address().text());
      }
      entry.options = listen.options();
      entry.optionsSet = true;
      entry.bind = true;
    }
    if (listen.defaultServer()) {
      if (entry.defaultGiven) {
        throw d.error("a duplicate default server for " + listen.address().text());
      }
      entry.defaultGiven = true;
      entry.defaultServer = server;
    }
    entry.proxyProtocol |= listen.proxyProtocol();
  }

  /** Builds the addresses and the sockets that lead to them. */
  void complete(HttpConf conf) {
    Map<ListenAddress, AddressConf> addresses = new LinkedHashMap<>();
    entries.forEach(
        (address, entry) -> {
          AddressConf built = address(conf, address, entry);
          addresses.put(address, built);
          conf.add(built);
        });
    addresses.forEach(
        (address, built) -> {
          AddressConf wildcard = addresses.get(wildcardFor(address));
          boolean own = wildcard == null || wildcard == built || isBound(address);
          if (own) {
            conf.add(new ListenSocket(built, sharers(built, addresses)));
          }
        });
  }

  private boolean isBound(ListenAddress address) {
    Entry entry = entries.get(address);
    return entry != null && entry.bind;
  }

  /** The other addresses of a wildcard's port that have no socket of their own. */
  private List<AddressConf> sharers(AddressConf built, Map<ListenAddress, AddressConf> all) {
    List<AddressConf> result = new ArrayList<>();
    all.forEach(
        (address, other) -> {
          boolean under =
              other != built && wildcardFor(address).equals(built.address()) && !isBound(address);
          if (under) {
            result.add(other);
          }
        });
    return result;
  }

  private static ListenAddress wildcardFor(ListenAddress address) {
    InetAddress ip = address.address();
    if (ip == null) {
      return address;
    }
    return ip instanceof Inet6Address
        ? ListenAddress.ip(AnyAddress.IPV6, address.port())
        : ListenAddress.ip(AnyAddress.IPV4, address.port());
  }

  private static AddressConf address(HttpConf conf, ListenAddress address, Entry entry) {
    ServerNames names = new ServerNames();
    boolean searched =
        entry.servers.size() > 1
            || entry.defaultServer.names().stream()
                .anyMatch(name -> name.regex() != null && name.regex().hasGroups());
    if (searched) {
      for (ServerConf server : entry.servers) {
        addNames(conf, names, server, address);
      }
    }
    return new AddressConf(
        address,
        entry.options,
        new AddressConf.Protocols(false, false, entry.proxyProtocol),
        entry.defaultServer,
        names);
  }

  private static void addNames(
      HttpConf conf, ServerNames names, ServerConf server, ListenAddress address) {
    for (ServerName name : server.names()) {
      if (name.regex() != null) {
        names.add(name.regex(), server);
        continue;
      }
      switch (names.add(name.text(), server)) {
        case OK -> {}
        case INVALID ->
            throw new ConfError(
                "invalid server name or wildcard \"" + name.text() + "\" on " + address.text());
        case CONFLICT ->
            conf.cycle()
                .log()
                .log(
                    Level.WARN,
                    "conflicting server name \""
                        + name.text()
                        + "\" on "
                        + address.text()
                        + ", ignored");
      }
    }
  }
}
