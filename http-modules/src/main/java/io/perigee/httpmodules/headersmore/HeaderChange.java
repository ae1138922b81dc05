package io.perigee.httpmodules.headersmore;

import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestHeaders;
import io.perigee.http.request.ResponseHeader;
import io.perigee.http.request.ResponseHeaders;
import java.util.ArrayList;
import java.util.List;

/**
 * One header of a directive with its new value; an empty value takes the header away.
 *
 * @param name the name, without the star of a wildcard
 * @param wildcard whether all names that begin with {@code name} are meant; only for taking away
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that nobody changes or compares
record HeaderChange(byte[] name, boolean wildcard, ComplexValue<Request> value) {
  /** Changes the header of a response. */
  void apply(Request r, ResponseHeaders out, boolean append) {
    byte[] text = value.evaluate(r);
    if (wildcard) {
      removeAll(out);
    } else if (text.length == 0) {
      out.remove(name);
    } else if (append) {
      out.add(name, text);
    } else {
      out.set(name, text);
    }
  }

  private void removeAll(ResponseHeaders out) {
    for (ResponseHeader header : List.copyOf(out.list())) {
      if (matches(header.name())) {
        out.remove(header.name());
      }
    }
    for (byte[] own : ResponseHeaders.fieldNames()) {
      if (matches(own)) {
        out.remove(own);
      }
    }
  }

  /** Changes the header of a request; with {@code onlyExisting} no new one is made. */
  void apply(Request r, RequestHeaders in, boolean onlyExisting) {
    byte[] lower = Ascii.lower(name);
    if (wildcard) {
      removeAll(in);
      return;
    }
    byte[] text = value.evaluate(r);
    if (text.length == 0) {
      in.remove(lower);
    } else if (!onlyExisting || in.value(lower) != null) {
      in.set(name, text);
    }
  }

  private void removeAll(RequestHeaders in) {
    List<byte[]> names = new ArrayList<>();
    for (int i = 0; i < in.size(); i++) {
      if (matches(in.name(i))) {
        names.add(in.lowercaseName(i));
      }
    }
    names.forEach(in::remove);
  }

  private boolean matches(byte[] other) {
    return other.length >= name.length && Ascii.equalsIgnoreCase(other, 0, name, name.length);
  }
}
