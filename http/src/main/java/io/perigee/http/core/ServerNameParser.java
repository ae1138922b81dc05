package io.perigee.http.core;

import io.perigee.conf.directive.Directive;
import io.perigee.core.text.Ascii;
import io.perigee.http.variable.RegexMatch;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Reads {@code server_name}. */
final class ServerNameParser {
  private ServerNameParser() {}

  static void parse(Directive d) {
    ServerConf server = ServerConf.of(d);
    for (String name : d.args()) {
      check(d, name);
      server.add(name.startsWith("~") ? regex(d, name) : plain(name));
    }
  }

  private static void check(Directive d, String name) {
    boolean badStar = name.startsWith("*") && (name.length() < 3 || name.charAt(1) != '.');
    if (badStar || name.equals(".")) {
      throw d.error("server name \"" + name + "\" is invalid");
    }
    if (name.indexOf('/') >= 0 && !name.startsWith("~")) {
      d.warn("server name \"" + name + "\" has suspicious symbols");
    }
  }

  private static ServerName plain(String name) {
    String text = name.equalsIgnoreCase("$hostname") ? hostName() : name;
    return new ServerName(Ascii.lower(text), null);
  }

  private static ServerName regex(Directive d, String name) {
    if (name.length() == 1) {
      throw d.error("empty regex in server name \"" + name + "\"");
    }
    String pattern = name.substring(1);
    boolean hasCapitals = pattern.chars().anyMatch(ch -> ch >= 'A' && ch <= 'Z');
    return new ServerName(name, RegexMatch.compile(d, pattern, hasCapitals));
  }

  /** A server without names has the empty one; the first one is what $server_name shows. */
  static void complete(ServerConf server) {
    if (server.names().isEmpty()) {
      server.add(new ServerName("", null));
    }
    ServerName first = server.names().get(0);
    boolean dot = first.regex() == null && first.text().startsWith(".");
    server.name(Ascii.latin1(dot ? first.text().substring(1) : first.text()));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
