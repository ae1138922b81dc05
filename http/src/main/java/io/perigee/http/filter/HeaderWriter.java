package io.perigee.http.filter;

import io.perigee.core.Product;
import io.perigee.core.net.Output;
import io.perigee.core.text.Ascii;
import io.perigee.http.connection.HttpConnection;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.core.CoreSettings.ServerTokens;
import io.perigee.http.core.GzipAcceptance;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.KnownHeader;
import io.perigee.http.request.Methods;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.request.ResponseHeader;
import io.perigee.http.request.ResponseHeaders;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes the header of a response in nginx's order and form ({@code ngx_http_header_filter}):
 * status line, Server, Date, Content-Type, Content-Length, Last-Modified, Location,
 * Transfer-Encoding, Connection, Keep-Alive, Vary, then all others as they were added.
 */
final class HeaderWriter {
  private static final byte[] SERVER_FULL =
      Ascii.latin1("Server: nginx/" + Product.NGINX_VERSION + "\r\n");
  private static final byte[] SERVER_SHORT = Ascii.latin1("Server: nginx\r\n");
  private static final byte[] SERVER = Ascii.latin1("Server: ");
  private static final byte[] DATE = Ascii.latin1("Date: ");
  private static final byte[] CONTENT_TYPE = Ascii.latin1("Content-Type: ");
  private static final byte[] CHARSET = Ascii.latin1("; charset=");
  private static final byte[] CONTENT_LENGTH = Ascii.latin1("Content-Length: ");
  private static final byte[] LAST_MODIFIED = Ascii.latin1("Last-Modified: ");
  private static final byte[] CHUNKED = Ascii.latin1("Transfer-Encoding: chunked\r\n");
  private static final byte[] UPGRADE = Ascii.latin1("Connection: upgrade\r\n");
  private static final byte[] KEEP_ALIVE = Ascii.latin1("Connection: keep-alive\r\n");
  private static final byte[] CLOSE = Ascii.latin1("Connection: close\r\n");
  private static final byte[] KEEP_ALIVE_TIME = Ascii.latin1("Keep-Alive: timeout=");
  private static final byte[] VARY = Ascii.latin1("Vary: Accept-Encoding\r\n");
  private static final byte[] COLON = Ascii.latin1(": ");
  private static final byte[] CRLF = Ascii.latin1("\r\n");
  private static final DateTimeFormatter HTTP =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

  private HeaderWriter() {}

  static Outcome send(Request r) {
    if (r.headerSent()) {
      return Outcome.OK;
    }
    r.set(RequestFlag.HEADER_SENT, true);
    if (r != r.main()) {
      return Outcome.OK;
    }
    HttpConnection c = r.connection();
    if (r.version() < 1000) {
      return headerless(r);
    }
    if (r.method() == Methods.HEAD) {
      r.set(RequestFlag.HEADER_ONLY, true);
    }
    limitByStatus(r);
    long before = c.output().sent();
    writeTo(c.output(), r);
    r.outputState().headerSize((int) (c.output().sent() - before));
    if (r.headerOnly()) {
      c.flushSoon();
    } else {
      WriteFilter.sendUnlessPostponed(r);
    }
    if (c.error()) {
      return Outcome.ERROR;
    }
    return r.headerOnly() && c.hasBufferedOutput() ? Outcome.AGAIN : Outcome.OK;
  }

  private static Outcome headerless(Request r) {
    if (r.method() == Methods.HEAD) {
      r.set(RequestFlag.HEADER_ONLY, true);
    }
    return Outcome.OK;
  }

  private static void limitByStatus(Request r) {
    ResponseHeaders out = r.headersOut();
    if (out.lastModifiedTime() != -1
        && out.status() != 200
        && out.status() != 206
        && out.status() != 204
        && out.status() != 304) {
      out.clearLastModified();
    }
    if (out.statusLine() != null) {
      return;
    }
    switch (out.status()) {
      case 204 -> {
        r.set(RequestFlag.HEADER_ONLY, true);
        out.contentType(null);
        out.clearLastModified();
        out.clearContentLength();
      }
      case 304 -> r.set(RequestFlag.HEADER_ONLY, true);
      default -> {}
    }
  }

  private static void writeTo(Output to, Request r) {
    ResponseHeaders out = r.headersOut();
    writeStatus(to, out);
    writeServer(to, r, out.server());
    writeDate(to, r, out.date());
    writeContentType(to, out);
    if (out.contentLength() >= 0) {
      to.put(CONTENT_LENGTH);
      to.put(Ascii.decimal(out.contentLength()));
      to.put(CRLF);
    }
    writeLastModified(to, out);
    ResponseHeader location = out.location();
    byte[] absolute = location == null ? null : absoluteLocation(r, location);
    if (location != null && absolute != null) {
      writeField(to, location.name(), absolute);
    } else {
      location = null;
    }
    if (r.is(RequestFlag.CHUNKED)) {
      to.put(CHUNKED);
    }
    writeConnection(to, r, out);
    if (r.is(RequestFlag.GZIP_VARY) && r.settings().get(GzipAcceptance.VARY)) {
      to.put(VARY);
    }
    List<ResponseHeader> list = out.list();
    for (int i = 0; i < list.size(); i++) {
      ResponseHeader field = list.get(i);
      if (field.active() && field != location) {
        writeField(to, field.name(), field.value());
      }
    }
    to.put(CRLF);
  }

  private static void writeField(Output to, byte[] name, byte[] value) {
    to.put(name);
    to.put(COLON);
    to.put(value);
    to.put(CRLF);
  }

  private static void writeStatus(Output to, ResponseHeaders out) {
    byte[] line = out.statusLine();
    if (line == null) {
      to.put(StatusLines.line(out.status()));
    } else {
      to.put(StatusLines.version());
      to.put(line);
      to.put(CRLF);
    }
  }

  private static void writeServer(Output to, Request r, @Nullable ResponseHeader own) {
    if (own == null) {
      ServerTokens tokens = r.settings().get(CoreSettings.SERVER_TOKENS);
      to.put(tokens.showsVersion() ? SERVER_FULL : SERVER_SHORT);
    } else if (own.active()) {
      to.put(SERVER);
      to.put(own.value());
      to.put(CRLF);
    }
  }

  private static void writeDate(Output to, Request r, @Nullable ResponseHeader own) {
    if (own == null) {
      to.put(DATE);
      to.put(r.worker().clock().httpDate());
      to.put(CRLF);
    } else if (own.active()) {
      to.put(DATE);
      to.put(own.value());
      to.put(CRLF);
    }
  }

  private static void writeContentType(Output to, ResponseHeaders out) {
    byte[] type = out.contentType();
    if (type == null || type.length == 0) {
      return;
    }
    to.put(CONTENT_TYPE);
    to.put(type);
    byte[] charset = out.charset();
    if (charset != null && charset.length > 0 && out.contentTypeLength() == type.length) {
      to.put(CHARSET);
      to.put(charset);
    }
    to.put(CRLF);
  }

  private static void writeLastModified(Output to, ResponseHeaders out) {
    ResponseHeader own = out.lastModified();
    if (own != null) {
      if (own.active()) {
        to.put(LAST_MODIFIED);
        to.put(own.value());
        to.put(CRLF);
      }
    } else if (out.lastModifiedTime() != -1) {
      to.put(LAST_MODIFIED);
      Instant time = Instant.ofEpochSecond(out.lastModifiedTime());
      to.put(Ascii.latin1(HTTP.format(time.atZone(ZoneOffset.UTC))));
      to.put(CRLF);
    }
  }

  private static void writeConnection(Output to, Request r, ResponseHeaders out) {
    if (out.status() == 101) {
      to.put(UPGRADE);
    } else if (r.keepalive()) {
      to.put(KEEP_ALIVE);
      long seconds = r.settings().get(CoreSettings.KEEPALIVE_TIMEOUT).headerSeconds();
      if (seconds > 0) {
        to.put(KEEP_ALIVE_TIME);
        to.put(Ascii.decimal(seconds));
        to.put(CRLF);
      }
    } else {
      to.put(CLOSE);
    }
  }

  /** A location that names only a path is completed by scheme, host and port; else null. */
  private static byte @Nullable [] absoluteLocation(Request r, ResponseHeader location) {
    byte[] value = location.value();
    if (!location.active()
        || value.length == 0
        || value[0] != '/'
        || !r.settings().get(CoreSettings.ABSOLUTE_REDIRECT)) {
      return null;
    }
    byte[] host = redirectHost(r);
    int port = r.connection().local().port();
    boolean withPort = r.settings().get(CoreSettings.PORT_IN_REDIRECT) && port != 80 && port != 0;
    return Ascii.concat(
        Ascii.latin1("http://"), host, withPort ? Ascii.latin1(":" + port) : Ascii.EMPTY, value);
  }

  private static byte[] redirectHost(Request r) {
    byte[] host = r.host();
    if (r.settings().get(CoreSettings.SERVER_NAME_IN_REDIRECT)) {
      return r.server().name();
    }
    return host == null ? localHost(r) : host;
  }

  private static byte[] localHost(Request r) {
    return r.headersIn().has(KnownHeader.HOST) ? Ascii.EMPTY : r.connection().local().text();
  }
}
