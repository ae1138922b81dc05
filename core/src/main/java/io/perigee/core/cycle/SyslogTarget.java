package io.perigee.core.cycle;

import io.perigee.conf.directive.Directive;
import io.perigee.core.log.SyslogServer;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The target of a log that is written {@code syslog:server=ADDRESS,facility=...}, with nginx's
 * parameters and texts.
 *
 * @param server where the lines go
 * @param severity the severity of lines that have none of their own, as in access logs
 */
public record SyslogTarget(SyslogServer server, int severity) {
  private static final String PREFIX = "syslog:";
  private static final int DEFAULT_PORT = 514;
  private static final int MAX_PORT = 65535;
  private static final int MAX_TAG = 32;
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_]*");
  private static final int LOCAL7 = 23;
  private static final int INFO = 6;

  private static final List<String> FACILITIES =
      List.of(
          "kern",
          "user",
          "mail",
          "daemon",
          "auth",
          "intern",
          "lpr",
          "news",
          "uucp",
          "clock",
          "authpriv",
          "ftp",
          "ntp",
          "audit",
          "alert",
          "cron",
          "local0",
          "local1",
          "local2",
          "local3",
          "local4",
          "local5",
          "local6",
          "local7");
  private static final List<String> SEVERITIES =
      List.of("emerg", "alert", "crit", "error", "warn", "notice", "info", "debug");

  /** Whether a log's name asks for syslog. */
  public static boolean isNamed(String name) {
    return name.startsWith(PREFIX);
  }

  /** Reads the first argument of a directive. */
  public static SyslogTarget read(Directive d) {
    Reader reader = new Reader(d);
    for (String part : d.arg(0).substring(PREFIX.length()).split(",", -1)) {
      reader.parameter(part);
    }
    return reader.target();
  }

  private static final class Reader {
    private final Directive d;
    private @Nullable SocketAddress server;
    private int facility = -1;
    private int severity = -1;
    private @Nullable String tag;
    private boolean hostname = true;

    Reader(Directive d) {
      this.d = d;
    }

    void parameter(String text) {
      int equals = text.indexOf('=');
      String name = equals < 0 ? text : text.substring(0, equals);
      String value = text.substring(equals + 1);
      switch (equals < 0 ? "" : name) {
        case "server" -> {
          once(name, server == null);
          server = address(value);
        }
        case "facility" -> {
          once(name, facility < 0);
          facility = number(name, FACILITIES, value);
        }
        case "severity" -> {
          once(name, severity < 0);
          severity = number(name, SEVERITIES, value);
        }
        case "tag" -> {
          once(name, tag == null);
          tag = tag(value);
        }
        default -> {
          if (!text.equals("nohostname")) {
            throw d.error("unknown syslog parameter \"" + text + "\"");
          }
          hostname = false;
        }
      }
    }

    private void once(String name, boolean first) {
      if (!first) {
        throw d.error("duplicate syslog \"" + name + "\"");
      }
    }

    private int number(String name, List<String> words, String word) {
      int number = words.indexOf(word);
      if (number < 0) {
        throw d.error("unknown syslog " + name + " \"" + word + "\"");
      }
      return number;
    }

    private String tag(String value) {
      if (value.length() > MAX_TAG) {
        throw d.error("syslog tag length exceeds " + MAX_TAG);
      }
      if (!TAG.matcher(value).matches()) {
        throw d.error("syslog \"tag\" only allows alphanumeric characters and underscore");
      }
      return value;
    }

    private SocketAddress address(String text) {
      if (text.startsWith("unix:")) {
        String path = text.substring("unix:".length());
        if (path.isEmpty()) {
          throw malformed("no path in the unix domain socket", text);
        }
        return UnixDomainSocketAddress.of(path);
      }
      int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
      String host = end > 0 ? text.substring(0, end) : end == 0 ? "" : text;
      if (host.isEmpty()) {
        throw malformed(text.startsWith("[") ? "invalid host" : "no host", text);
      }
      return new InetSocketAddress(resolve(host, text), port(text, host.length()));
    }

    private InetAddress resolve(String host, String text) {
      try {
        return InetAddress.getByName(host);
      } catch (UnknownHostException unknown) {
        throw malformed("host not found", text);
      }
    }

    private int port(String text, int at) {
      if (at == text.length()) {
        return DEFAULT_PORT;
      }
      String digits = text.substring(at + 1);
      boolean number = text.charAt(at) == ':' && digits.matches("[0-9]{1,5}");
      int port = number ? Integer.parseInt(digits) : 0;
      if (port < 1 || port > MAX_PORT) {
        throw malformed("invalid port", text);
      }
      return port;
    }

    private RuntimeException malformed(String reason, String address) {
      return d.error(reason + " in syslog server \"" + address + "\"");
    }

    SyslogTarget target() {
      SocketAddress address = server;
      if (address == null) {
        throw d.error("no syslog server specified");
      }
      SyslogServer.Form form =
          new SyslogServer.Form(
              facility < 0 ? LOCAL7 : facility, tag == null ? "nginx" : tag, hostname);
      SyslogServer known = new SyslogServer(address, name(address), form);
      CycleBuilder.of(d).add(known);
      return new SyslogTarget(known, severity < 0 ? INFO : severity);
    }

    private static String name(SocketAddress address) {
      if (address instanceof InetSocketAddress inet) {
        String host = inet.getAddress().getHostAddress();
        boolean six = inet.getAddress() instanceof Inet6Address;
        return (six ? "[" + host + "]" : host) + ":" + inet.getPort();
      }
      return "unix:" + address;
    }
  }
}
