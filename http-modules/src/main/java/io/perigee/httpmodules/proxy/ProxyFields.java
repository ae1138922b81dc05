package io.perigee.httpmodules.proxy;

import io.perigee.conf.directive.Directive;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.core.HttpConf;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestHeaders;
import io.perigee.http.upstream.RequestBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The header fields of requests to peers: those of {@code proxy_set_header}, the usual ones that it
 * does not replace, then the client's. A field whose value is empty is left out.
 */
final class ProxyFields {
  private static final byte[] COLON = Ascii.latin1(": ");
  private static final byte[] CRLF = Ascii.latin1("\r\n");
  private static final List<String> FRAMING =
      List.of("Content-Length", "Transfer-Encoding", "TE", "Keep-Alive", "Expect", "Upgrade");

  /** A {@code proxy_set_header}. */
  static final class Field {
    private final byte[] name;
    private final ComplexValue<Request> value;

    private Field(byte[] name, ComplexValue<Request> value) {
      this.name = name;
      this.value = value;
    }

    static Field parse(Directive d) {
      return new Field(Ascii.latin1(d.arg(0)), HttpConf.complexValue(d, d.arg(1)));
    }

    private boolean isNamed(String other) {
      return Ascii.equalsIgnoreCase(name, Ascii.latin1(other));
    }
  }

  private final Field[] fields;
  private final boolean hasHost;
  private final boolean hasConnection;
  private final boolean hasLength;
  private final byte[][] dropped;

  private ProxyFields(List<Field> own) {
    fields = own.toArray(Field[]::new);
    hasHost = has("Host");
    hasConnection = has("Connection");
    hasLength = has("Content-Length");
    List<byte[]> names = new ArrayList<>();
    names.add(Ascii.latin1("host"));
    names.add(Ascii.latin1("connection"));
    FRAMING.forEach(name -> names.add(Ascii.latin1(Ascii.lower(name))));
    for (Field field : fields) {
      names.add(Ascii.lower(field.name));
    }
    dropped = names.toArray(byte[][]::new);
  }

  static ProxyFields of(List<Field> own) {
    return new ProxyFields(own);
  }

  private boolean has(String name) {
    return Arrays.stream(fields).anyMatch(field -> field.isNamed(name));
  }

  /** Writes all fields; a length of -1 is none. */
  void write(Request r, RequestBytes to, byte[] host, long length, boolean clients) {
    for (Field field : fields) {
      byte[] value = field.value.evaluate(r);
      if (value.length > 0) {
        to.add(field.name).add(COLON).add(value).add(CRLF);
      }
    }
    if (!hasHost) {
      to.add("Host: ").add(host).add(CRLF);
    }
    if (!hasConnection) {
      to.add("Connection: close\r\n");
    }
    if (!hasLength && length >= 0) {
      to.add("Content-Length: ").add(Ascii.decimal(length)).add(CRLF);
    }
    if (clients) {
      writeClients(r, to);
    }
    to.add(CRLF);
  }

  private void writeClients(Request r, RequestBytes to) {
    RequestHeaders in = r.headersIn();
    for (int i = 0; i < in.size(); i++) {
      if (!isDropped(in.lowercaseName(i))) {
        to.add(in.name(i)).add(COLON).add(in.value(i)).add(CRLF);
      }
    }
  }

  private boolean isDropped(byte[] lowercase) {
    for (byte[] name : dropped) {
      if (Arrays.equals(name, lowercase)) {
        return true;
      }
    }
    return false;
  }
}
