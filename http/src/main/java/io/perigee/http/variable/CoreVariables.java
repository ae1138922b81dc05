package io.perigee.http.variable;

import io.perigee.core.Product;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.Variable;
import io.perigee.core.variable.VariableGetter;
import io.perigee.core.variable.VariableTable;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.location.FilePath;
import io.perigee.http.location.Root;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The variables of nginx's HTTP core module, under its names and with its flags. Values are
 * computed when first read and kept for the request, but for those that nginx computes anew each
 * time.
 */
public final class CoreVariables {
  private static final byte[] NOTHING = Ascii.EMPTY;
  private static final byte[] QUESTION = {'?'};
  private static final byte[] HTTP = Ascii.latin1("http");
  private static final byte[] HTTPS = Ascii.latin1("https");
  private static final byte[] ON = Ascii.latin1("on");
  private static final byte[] DOT = {'.'};
  private static final byte[] PIPELINED = {'p'};
  private static final byte[] COMPLETE = Ascii.latin1("OK");
  private static final byte[] UNIX = Ascii.latin1("unix:");
  private static final byte[] NGINX_VERSION = Ascii.latin1(Product.NGINX_VERSION);
  private static final int ID_BYTES = 16;

  private CoreVariables() {}

  /** Adds all of them to the table of a configuration. */
  public static void addTo(VariableTable<Request> table) {
    addRequestLine(table);
    addTarget(table);
    addConnection(table);
    addState(table);
    addTime(table);
    HeaderVariables.addTo(table);
    BodyVariables.addTo(table);
  }

  private static void fresh(
      VariableTable<Request> table, String name, VariableGetter<Request> getter) {
    table.add(new Variable<>(name, getter).noCacheable());
  }

  private static void addRequestLine(VariableTable<Request> table) {
    table.add("request", Request::requestLine);
    table.add("request_uri", Request::unparsedUri);
    fresh(table, "request_method", r -> r.main().methodName());
    table.add("server_protocol", CoreVariables::protocol);
    table.add("scheme", r -> r.connection().address().protocols().ssl() ? HTTPS : HTTP);
    table.add("https", r -> r.connection().address().protocols().ssl() ? ON : NOTHING);
    table.add("host", CoreVariables::host);
    table.add("server_name", r -> r.server().name());
  }

  private static void addTarget(VariableTable<Request> table) {
    fresh(table, "uri", Request::uri);
    fresh(table, "document_uri", Request::uri);
    table.add(
        new Variable<Request>("args", CoreVariables::args).noCacheable().setter(Request::args));
    table.add(new Variable<Request>("query_string", CoreVariables::args).noCacheable());
    fresh(table, "is_args", r -> r.args().length == 0 ? NOTHING : QUESTION);
    fresh(table, "request_filename", CoreVariables::fileName);
    fresh(table, "document_root", CoreVariables::documentRoot);
    fresh(table, "realpath_root", CoreVariables::realRoot);
    table.addPrefix("arg_", ArgumentVariables::value, true);
  }

  private static void addConnection(VariableTable<Request> table) {
    table.add("remote_addr", r -> r.connection().client().text());
    table.add("remote_port", r -> port(r.connection().client().port()));
    table.add("binary_remote_addr", CoreVariables::binaryAddress);
    table.add("server_addr", r -> r.connection().local().text());
    table.add("server_port", r -> port(r.connection().local().port()));
    table.add("connection", r -> Ascii.decimal(r.connection().number()));
    table.add("connection_requests", r -> Ascii.decimal(r.connection().requests()));
    fresh(
        table,
        "connection_time",
        r -> seconds(r.worker().clock().monotonic() - r.connection().startMillis()));
    for (String name : new String[] {"addr", "port", "server_addr", "server_port"}) {
      table.add("proxy_protocol_" + name, r -> null);
    }
    TcpInfoVariables.addTo(table);
  }

  private static void addState(VariableTable<Request> table) {
    fresh(table, "status", CoreVariables::status);
    table.add("bytes_sent", r -> Ascii.decimal(r.connection().sent()));
    table.add("body_bytes_sent", CoreVariables::bodyBytesSent);
    table.add("pipe", r -> r.is(RequestFlag.PIPELINED) ? PIPELINED : DOT);
    table.add(
        "request_completion", r -> r.main().is(RequestFlag.REQUEST_COMPLETE) ? COMPLETE : NOTHING);
    fresh(table, "request_length", r -> Ascii.decimal(r.requestLength()));
    table.add("request_id", r -> newId());
    table.add("nginx_version", r -> NGINX_VERSION);
    table.add("hostname", r -> Host.NAME);
    table.add("pid", r -> Host.PID);
    table.add(
        new Variable<Request>("limit_rate", CoreVariables::limitRate)
            .noCacheable()
            .setter(CoreVariables::limitRate));
  }

  private static void addTime(VariableTable<Request> table) {
    fresh(table, "msec", r -> seconds(r.worker().clock().millis()));
    fresh(table, "time_iso8601", r -> r.worker().clock().iso8601());
    fresh(table, "time_local", r -> r.worker().clock().accessLogTime());
    fresh(
        table,
        "request_time",
        r -> seconds(Math.max(0, r.worker().clock().millis() - r.startMillis())));
  }

  private static byte[] protocol(Request r) {
    return r.line().protocol();
  }

  private static byte @Nullable [] args(Request r) {
    return r.args().length == 0 ? null : r.args();
  }

  private static byte[] host(Request r) {
    byte[] host = r.host();
    return host == null || host.length == 0 ? r.server().name() : host;
  }

  private static byte[] binaryAddress(Request r) {
    InetAddress address = r.connection().client().address();
    return address == null ? UNIX : address.getAddress();
  }

  private static byte @Nullable [] port(int port) {
    return port <= 0 ? NOTHING : Ascii.decimal(port);
  }

  private static byte[] status(Request r) {
    int status = r.errorStatus() != 0 ? r.errorStatus() : r.headersOut().status();
    if (status == 0 && r.version() == 9) {
      status = 9;
    }
    byte[] digits = Ascii.decimal(status);
    return status > 99 ? digits : Ascii.concat(Ascii.latin1(status > 9 ? "0" : "00"), digits);
  }

  private static byte[] bodyBytesSent(Request r) {
    return Ascii.decimal(Math.max(0, r.connection().sent() - r.main().outputState().headerSize()));
  }

  private static byte[] newId() {
    byte[] id = new byte[ID_BYTES];
    ThreadLocalRandom.current().nextBytes(id);
    return Ascii.hex(id);
  }

  private static byte[] limitRate(Request r) {
    return Ascii.decimal(r.is(RequestFlag.LIMIT_RATE_SET) ? r.limitRate() : 0);
  }

  private static void limitRate(Request r, byte[] value) {
    long rate = io.perigee.conf.value.Quantities.size(Ascii.string(value));
    if (rate != io.perigee.conf.value.Quantities.INVALID) {
      r.limitRate(rate);
    }
  }

  private static byte @Nullable [] fileName(Request r) {
    FilePath path = FilePath.of(r);
    return path == null ? null : path.bytes();
  }

  private static byte[] documentRoot(Request r) {
    return FilePath.folder(r, r.settings().get(CoreSettings.ROOT));
  }

  private static byte @Nullable [] realRoot(Request r) {
    Root root = r.settings().get(CoreSettings.ROOT);
    Path folder = FilePath.toPath(FilePath.folder(r, root));
    try {
      return folder == null
          ? null
          : folder.toRealPath().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      r.log(
          io.perigee.core.log.Level.CRIT,
          "realpath() \"" + folder + "\" failed " + io.perigee.conf.text.SystemErrors.text(e));
      return null;
    }
  }

  /** Milliseconds as seconds with three decimals. */
  static byte[] seconds(long millis) {
    String text = Long.toString(millis % 1000 + 1000);
    return Ascii.latin1(millis / 1000 + "." + text.substring(1));
  }

  /** Facts about the machine and the process. */
  private static final class Host {
    static final byte[] NAME = Ascii.latin1(name());
    static final byte[] PID = Ascii.decimal(ProcessHandle.current().pid());

    private Host() {}

    private static String name() {
      try {
        return Ascii.lower(InetAddress.getLocalHost().getHostName());
      } catch (java.net.UnknownHostException e) {
        return "localhost";
      }
    }
  }
}
