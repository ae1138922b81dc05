package io.perigee.http.connection;

import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.Level;
import io.perigee.core.log.LogContext;
import io.perigee.core.text.Ascii;
import io.perigee.http.request.KnownHeader;
import io.perigee.http.request.Request;
import io.perigee.http.upstream.Upstream;
import org.jspecify.annotations.Nullable;

/** What stands behind messages about a client in the error log (nginx's log handlers). */
public record ConnectionLog(HttpConnection connection, @Nullable Request request)
    implements LogContext {

  /** Behind messages of a connection that waits for its next request stands nothing. */
  private record NumberOnly(long connectionNumber) implements LogContext {
    @Override
    public void describe(StringBuilder line) {
      // nginx takes its log handler away from idle connections
    }
  }

  /** Writes a message about an idle connection. */
  static void noteIdle(HttpConnection c, String message) {
    c.address().defaultServer().errorLog().log(Level.INFO, new NumberOnly(c.number()), message);
  }

  /** Writes a message about a connection that has no request at the moment. */
  static void note(HttpConnection c, String message) {
    ErrorLog log = c.address().defaultServer().errorLog();
    if (log.enabled(Level.INFO)) {
      log.log(Level.INFO, new ConnectionLog(c, c.active()), message);
    }
  }

  @Override
  public long connectionNumber() {
    return connection.number();
  }

  @Override
  public void describe(StringBuilder line) {
    if (!connection.action().isEmpty()) {
      line.append(" while ").append(connection.action());
    }
    line.append(", client: ").append(Ascii.string(connection.client().text()));
    Request r = request;
    if (r == null) {
      line.append(", server: ").append(connection.address().address().text());
      return;
    }
    line.append(", server: ").append(Ascii.string(r.server().name()));
    byte[] text = r.requestLine();
    if (text.length > 0) {
      line.append(", request: \"").append(Ascii.string(text)).append('"');
    }
    if (r.isSubrequest()) {
      line.append(", subrequest: \"").append(Ascii.string(r.uri())).append('"');
    }
    Upstream upstream = r.upstream();
    String place = upstream == null ? null : upstream.place();
    if (place != null) {
      line.append(", upstream: \"").append(place).append('"');
    }
    append(line, r, KnownHeader.HOST, "host");
    append(line, r, KnownHeader.REFERER, "referrer");
  }

  private static void append(StringBuilder line, Request r, KnownHeader known, String name) {
    byte[] value = r.main().headersIn().value(known);
    if (value != null) {
      line.append(", ").append(name).append(": \"").append(Ascii.string(value)).append('"');
    }
  }
}
