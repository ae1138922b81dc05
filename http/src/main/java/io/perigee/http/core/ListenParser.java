package io.perigee.http.core;

import io.perigee.conf.directive.Directive;
import io.perigee.conf.value.Quantities;
import io.perigee.core.net.ListenAddress;
import io.perigee.core.net.ListenOptions;
import io.perigee.core.net.ListenOptions.KeepAlive;
import java.util.List;

/** Reads {@code listen address[:port] [default_server] [options]}. */
final class ListenParser {
  private static final int PORT = 80;
  private static final int UNPRIVILEGED_PORT = 8000;

  private final Directive d;
  private boolean bind;
  private boolean defaultServer;
  private boolean proxyProtocol;
  private int backlog = ListenOptions.STANDARD.backlog();
  private int receiveBuffer = -1;
  private int sendBuffer = -1;
  private int fastopen = -1;
  private boolean ipv6only = true;
  private boolean reuseport;
  private boolean deferred;
  private KeepAlive keepAlive = KeepAlive.UNSET;

  private ListenParser(Directive d) {
    this.d = d;
  }

  static void parse(Directive d) {
    List<ListenAddress> addresses;
    try {
      addresses = ListenText.addresses(d.arg(0), PORT);
    } catch (ListenText.Invalid e) {
      throw d.error(e.getMessage() + " in \"" + d.arg(0) + "\" of the \"listen\" directive");
    }
    ListenParser parser = new ListenParser(d);
    for (String parameter : d.args().subList(1, d.count())) {
      parser.read(parameter);
    }
    ServerConf server = ServerConf.of(d);
    for (ListenAddress address : addresses) {
      server.conf().listens().add(d, server, parser.listen(address));
    }
    server.listening(true);
  }

  /** A server without listen directives listens on the port that this process may use. */
  static void complete(Directive d, ServerConf server) {
    if (server.isListening()) {
      return;
    }
    boolean privileged = "root".equals(System.getProperty("user.name"));
    ListenAddress address = ListenText.any(privileged ? PORT : UNPRIVILEGED_PORT);
    server.conf().listens().add(d, server, new ListenParser(d).listen(address));
  }

  private Listen listen(ListenAddress address) {
    ListenOptions options =
        new ListenOptions(
            backlog, receiveBuffer, sendBuffer, fastopen, ipv6only, reuseport, deferred, keepAlive);
    return new Listen(address, options, bind, defaultServer, proxyProtocol);
  }

  private void read(String parameter) {
    int equals = parameter.indexOf('=');
    if (equals >= 0) {
      readValue(parameter, parameter.substring(0, equals), parameter.substring(equals + 1));
      return;
    }
    switch (parameter) {
      case "default_server", "default" -> defaultServer = true;
      case "bind" -> bind = true;
      case "deferred" -> {
        deferred = true;
        bind = true;
      }
      case "reuseport" -> {
        reuseport = true;
        bind = true;
      }
      case "proxy_protocol" -> proxyProtocol = true;
      case "ssl" -> throw needs("ssl", "ngx_http_ssl_module");
      case "http2" -> throw needs("http2", "ngx_http_v2_module");
      case "quic" -> throw needs("quic", "ngx_http_v3_module");
      default -> throw d.invalidParameter(parameter);
    }
  }

  private RuntimeException needs(String parameter, String module) {
    return d.error("the \"" + parameter + "\" parameter requires " + module);
  }

  private void readValue(String parameter, String name, String value) {
    switch (name) {
      case "backlog" -> {
        backlog = number("backlog", value, parameter);
        if (backlog == 0) {
          throw d.error("invalid backlog \"" + parameter + "\"");
        }
      }
      case "rcvbuf" -> receiveBuffer = bufferSize("rcvbuf", value, parameter);
      case "sndbuf" -> sendBuffer = bufferSize("sndbuf", value, parameter);
      case "fastopen" -> fastopen = number("fastopen", value, parameter);
      case "accept_filter" ->
          throw d.error(
              "accept filters \"" + value + "\" are not supported on this platform, ignored");
      case "ipv6only" -> readIpv6only(parameter, value);
      case "so_keepalive" -> keepAlive = keepAlive(value);
      default -> throw d.invalidParameter(parameter);
    }
    bind = true;
  }

  private int number(String name, String value, String parameter) {
    long number = Quantities.decimal(value);
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw d.error("invalid " + name + " \"" + parameter + "\"");
    }
    return (int) number;
  }

  private int bufferSize(String name, String value, String parameter) {
    long size = Quantities.size(value);
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw d.error("invalid " + name + " \"" + parameter + "\"");
    }
    return (int) size;
  }

  private void readIpv6only(String parameter, String value) {
    if (!value.startsWith("o")) {
      throw d.invalidParameter(parameter);
    }
    if (!value.equals("on") && !value.equals("off")) {
      throw d.error("invalid ipv6only flags \"" + value + "\"");
    }
    ipv6only = value.equals("on");
  }

  /** {@code on}, {@code off}, or {@code [idle]:[interval]:[count]} with at least one of them. */
  private KeepAlive keepAlive(String value) {
    if (value.equals("on")) {
      return new KeepAlive(true, true, 0, 0, 0);
    }
    if (value.equals("off")) {
      return new KeepAlive(true, false, 0, 0, 0);
    }
    String[] parts = value.split(":", -1);
    boolean some = !value.replace(":", "").isEmpty();
    if (!some || parts.length < 2 || parts.length > 3) {
      throw invalidKeepAlive(value);
    }
    int idle = parts[0].isEmpty() ? 0 : seconds(parts[0], value);
    int interval = parts[1].isEmpty() ? 0 : seconds(parts[1], value);
    int count = 0;
    if (parts.length == 3 && !parts[2].isEmpty()) {
      long number = Quantities.decimal(parts[2]);
      if (number <= 0 || number > Integer.MAX_VALUE) {
        throw invalidKeepAlive(value);
      }
      count = (int) number;
    }
    return new KeepAlive(true, true, idle, interval, count);
  }

  private int seconds(String text, String whole) {
    long seconds = Quantities.seconds(text);
    if (seconds <= 0 || seconds > Integer.MAX_VALUE) {
      throw invalidKeepAlive(whole);
    }
    return (int) seconds;
  }

  private RuntimeException invalidKeepAlive(String value) {
    return d.error("invalid so_keepalive value: \"" + value + "\"");
  }
}
