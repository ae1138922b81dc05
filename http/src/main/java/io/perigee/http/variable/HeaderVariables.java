package io.perigee.http.variable;

import io.perigee.core.text.Ascii;
import io.perigee.core.text.HttpDate;
import io.perigee.core.variable.VariableTable;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.request.KnownHeader;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.request.RequestHeaders;
import io.perigee.http.request.ResponseHeader;
import io.perigee.http.request.ResponseHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Variables made from header fields: the families {@code $http_}, {@code $cookie_}, {@code
 * $sent_http_} and {@code $sent_trailer_}, and those with names of their own.
 */
final class HeaderVariables {
  private static final byte[] BASIC = Ascii.latin1("basic ");
  private static final byte[] COMMA = Ascii.latin1(", ");
  private static final byte[] SEMICOLON = Ascii.latin1("; ");
  private static final byte[] CLOSE = Ascii.latin1("close");
  private static final byte[] KEEP_ALIVE = Ascii.latin1("keep-alive");
  private static final byte[] UPGRADE = Ascii.latin1("upgrade");
  private static final byte[] CHUNKED = Ascii.latin1("chunked");

  private HeaderVariables() {}

  static void addTo(VariableTable<Request> table) {
    table.add("content_length", HeaderVariables::contentLength);
    table.add("content_type", r -> r.headersIn().value(KnownHeader.CONTENT_TYPE));
    table.add("remote_user", HeaderVariables::remoteUser);
    table.add("http_host", r -> r.headersIn().value(KnownHeader.HOST));
    table.add("http_user_agent", r -> r.headersIn().value(KnownHeader.USER_AGENT));
    table.add("http_referer", r -> r.headersIn().value(KnownHeader.REFERER));
    table.addPrefix("http_", HeaderVariables::received, false);
    table.addPrefix("cookie_", HeaderVariables::cookie, false);
    table.add("sent_http_content_type", HeaderVariables::sentType);
    table.add("sent_http_content_length", HeaderVariables::sentLength);
    table.add("sent_http_last_modified", HeaderVariables::sentModified);
    table.add("sent_http_connection", HeaderVariables::sentConnection);
    table.add("sent_http_keep_alive", HeaderVariables::sentKeepAlive);
    table.add("sent_http_transfer_encoding", r -> r.is(RequestFlag.CHUNKED) ? CHUNKED : null);
    table.addPrefix("sent_http_", HeaderVariables::sent, false);
    table.addPrefix("sent_trailer_", HeaderVariables::trailer, false);
  }

  private static byte @Nullable [] contentLength(Request r) {
    byte[] sent = r.headersIn().value(KnownHeader.CONTENT_LENGTH);
    if (sent == null && r.headersIn().contentLength() >= 0 && r.body() != null) {
      return Ascii.decimal(r.headersIn().contentLength());
    }
    return sent;
  }

  /** All values of a field that was received, joined; the name has underscores for hyphens. */
  private static byte @Nullable [] received(Request r, byte[] rest) {
    byte[] separator = Ascii.equals(rest, "cookie") ? SEMICOLON : COMMA;
    RequestHeaders in = r.headersIn();
    byte[] joined = null;
    for (int i = 0; i < in.size(); i++) {
      if (isNamed(in.lowercaseName(i), rest)) {
        byte[] value = in.value(i);
        joined = joined == null ? value : Ascii.concat(joined, separator, value);
      }
    }
    return joined;
  }

  private static boolean isNamed(byte[] name, byte[] rest) {
    if (name.length != rest.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      byte b = Ascii.lower(name[i]);
      if ((b == '-' ? '_' : b) != rest[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte @Nullable [] cookie(Request r, byte[] name) {
    RequestHeaders in = r.headersIn();
    int at = in.indexOf(KnownHeader.COOKIE);
    while (at >= 0) {
      byte[] found = inCookies(in.value(at), name);
      if (found != null) {
        return found;
      }
      at = in.indexOf(KnownHeader.COOKIE.lowercaseName(), at + 1);
    }
    return null;
  }

  private static byte @Nullable [] inCookies(byte[] text, byte[] name) {
    int at = 0;
    while (at < text.length) {
      while (at < text.length && (text[at] == ' ' || text[at] == ';' || text[at] == ',')) {
        at++;
      }
      int end = Ascii.indexOf(text, ';', at);
      int stop = end < 0 ? text.length : end;
      if (Ascii.equalsIgnoreCase(text, at, name, name.length)) {
        int equals = at + name.length;
        while (equals < stop && text[equals] == ' ') {
          equals++;
        }
        if (equals < stop && text[equals] == '=') {
          int value = equals + 1;
          while (value < stop && text[value] == ' ') {
            value++;
          }
          return Ascii.slice(text, value, stop);
        }
      }
      at = stop + 1;
    }
    return null;
  }

  private static byte @Nullable [] remoteUser(Request r) {
    byte[] field = r.headersIn().value(KnownHeader.AUTHORIZATION);
    if (field == null || !Ascii.equalsIgnoreCase(field, 0, BASIC, BASIC.length)) {
      return null;
    }
    String encoded = new String(field, 6, field.length - 6, StandardCharsets.ISO_8859_1).trim();
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(encoded);
    } catch (IllegalArgumentException e) {
      return null;
    }
    int colon = Ascii.indexOf(decoded, ':', 0);
    return colon < 0 ? null : Ascii.slice(decoded, 0, colon);
  }

  private static byte @Nullable [] sentType(Request r) {
    byte[] type = r.headersOut().contentType();
    return type == null || type.length == 0 ? null : type;
  }

  private static byte @Nullable [] sentLength(Request r) {
    long length = r.headersOut().contentLength();
    return length < 0 ? null : Ascii.decimal(length);
  }

  private static byte @Nullable [] sentModified(Request r) {
    ResponseHeader field = r.headersOut().lastModified();
    if (field != null) {
      return field.value();
    }
    long time = r.headersOut().lastModifiedTime();
    return time < 0 ? null : Ascii.latin1(HttpDate.format(time));
  }

  private static byte[] sentConnection(Request r) {
    if (r.headersOut().status() == 101) {
      return UPGRADE;
    }
    return r.keepalive() ? KEEP_ALIVE : CLOSE;
  }

  private static byte @Nullable [] sentKeepAlive(Request r) {
    long seconds = r.settings().get(CoreSettings.KEEPALIVE_TIMEOUT).headerSeconds();
    return r.keepalive() && seconds > 0 ? Ascii.latin1("timeout=" + seconds) : null;
  }

  private static byte @Nullable [] sent(Request r, byte[] rest) {
    ResponseHeaders out = r.headersOut();
    return joined(out.list(), rest);
  }

  private static byte @Nullable [] trailer(Request r, byte[] rest) {
    return joined(r.headersOut().trailers(), rest);
  }

  private static byte @Nullable [] joined(java.util.List<ResponseHeader> fields, byte[] rest) {
    byte[] joined = null;
    for (ResponseHeader field : fields) {
      if (field.active() && isNamed(field.name(), rest)) {
        byte[] value = field.value();
        joined = joined == null ? value : Ascii.concat(joined, COMMA, value);
      }
    }
    return joined;
  }
}
