package io.perigee.http.upstream;

import io.perigee.conf.directive.Settings;
import io.perigee.core.text.Ascii;
import io.perigee.core.text.HttpDate;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.request.ResponseHeader;
import io.perigee.http.request.ResponseHeaders;
import java.util.List;

/**
 * The way of a peer's fields into the response for the client (nginx's {@code
 * ngx_http_upstream_process_headers}).
 */
final class ReplyHeader {
  private static final byte[] NAME_LOCATION = Ascii.latin1("Location");

  private ReplyHeader() {}

  /** Copies all that goes to the client; the answer is whether its body is buffered. */
  static boolean copy(
      Request r,
      Reply reply,
      Settings settings,
      UpstreamSettings names,
      UpstreamProtocol protocol,
      boolean buffering) {
    HiddenFields hidden = settings.get(names.hidden);
    int ignored = settings.get(names.ignoreHeaders);
    boolean buffers = buffering;
    List<Reply.Field> fields = reply.fields();
    ResponseHeaders out = r.headersOut();
    for (int i = 0; i < fields.size(); i++) {
      Reply.Field field = fields.get(i);
      ReplyField known = field.known();
      if (known == ReplyField.X_ACCEL_BUFFERING) {
        buffers = buffers(field.value(), ignored, buffers);
      } else if (known == ReplyField.X_ACCEL_LIMIT_RATE) {
        limitRate(r, field.value(), ignored);
      } else if (known == ReplyField.X_ACCEL_CHARSET
          && (ignored & UpstreamSettings.IGNORE_CHARSET) == 0) {
        out.charset(field.value());
      }
      if (hidden.contains(field.name())) {
        continue;
      }
      if (known == null) {
        out.append(field.name(), field.value());
      } else {
        copyKnown(r, field, known, protocol, settings.get(names.forceRanges));
      }
    }
    out.status(reply.status());
    out.statusLine(reply.statusLine());
    out.contentLength(reply.contentLength());
    r.set(RequestFlag.DISABLE_NOT_MODIFIED, true);
    if (settings.get(names.forceRanges)) {
      r.set(RequestFlag.ALLOW_RANGES, true);
      r.set(RequestFlag.SINGLE_RANGE, true);
    }
    return buffers;
  }

  private static boolean buffers(byte[] value, int ignored, boolean before) {
    if ((ignored & UpstreamSettings.IGNORE_BUFFERING) != 0) {
      return before;
    }
    if (Ascii.equalsIgnoreCase(value, Ascii.latin1("no"))) {
      return false;
    }
    return Ascii.equalsIgnoreCase(value, Ascii.latin1("yes")) || before;
  }

  private static void limitRate(Request r, byte[] value, int ignored) {
    long rate = Ascii.parseDecimal(value);
    if ((ignored & UpstreamSettings.IGNORE_LIMIT_RATE) == 0 && rate >= 0) {
      r.limitRate(rate);
    }
  }

  private static void copyKnown(
      Request r, Reply.Field field, ReplyField known, UpstreamProtocol protocol, boolean ranges) {
    ResponseHeaders out = r.headersOut();
    switch (known) {
      case CONTENT_LENGTH, CONNECTION, KEEP_ALIVE, TRANSFER_ENCODING -> {}
      case LOCATION -> copyLocation(r, field, protocol);
      case REFRESH -> copyRefresh(r, field, protocol);
      case SET_COOKIE -> out.append(field.name(), protocol.cookie(r, field.value()));
      case ACCEPT_RANGES -> {
        if (ranges) {
          r.set(RequestFlag.ALLOW_RANGES, true);
        } else {
          out.append(field.name(), field.value());
        }
      }
      default -> copyPlain(r, field);
    }
  }

  /** Puts a field where the response has it. */
  static void copyPlain(Request r, Reply.Field field) {
    ResponseHeaders out = r.headersOut();
    ReplyField known = field.known();
    if (known == ReplyField.CONTENT_TYPE) {
      contentType(out, field.value());
    } else if (known == ReplyField.LAST_MODIFIED) {
      out.lastModifiedTime(HttpDate.parse(field.value()));
      out.set(field.name(), field.value());
    } else if (known == ReplyField.SERVER || known == ReplyField.DATE) {
      out.set(field.name(), field.value());
    } else {
      out.append(field.name(), field.value());
    }
  }

  /** The charset of a type is known apart, so that filters can see it. */
  private static void contentType(ResponseHeaders out, byte[] value) {
    byte[] charset = out.charset();
    out.set(Ascii.latin1("Content-Type"), value);
    out.charset(charset);
    int at = value.length;
    for (int i = 0; i < value.length; i++) {
      if (value[i] == ';') {
        at = i;
        break;
      }
    }
    String rest = Ascii.string(value, at, value.length).strip();
    int named = Ascii.lower(rest).indexOf("charset=");
    if (named > 0 && rest.substring(1, named).isBlank()) {
      String name = rest.substring(named + "charset=".length());
      int end = name.indexOf(';');
      String plain = (end < 0 ? name : name.substring(0, end)).strip().replace("\"", "");
      out.charset(Ascii.latin1(plain));
    }
  }

  private static void copyLocation(Request r, Reply.Field field, UpstreamProtocol protocol) {
    byte[] value = protocol.redirect(r, field.value(), 0);
    if (value != null) {
      r.headersOut().set(NAME_LOCATION, value);
    } else if (field.value().length > 0 && field.value()[0] != '/') {
      r.headersOut().set(field.name(), field.value());
    } else {
      r.headersOut().append(field.name(), field.value());
    }
  }

  private static void copyRefresh(Request r, Reply.Field field, UpstreamProtocol protocol) {
    byte[] value = field.value();
    int url = Ascii.indexOf(Ascii.lower(value), Ascii.latin1("url="), 0);
    byte[] changed = url < 0 ? null : protocol.redirect(r, value, url + 4);
    r.headersOut().append(field.name(), changed == null ? value : changed);
  }

  /** The demand for credentials goes with an error page as well. */
  static void copyAuthenticate(Request r, Reply reply) {
    for (Reply.Field field : reply.fields()) {
      if (field.known() == ReplyField.WWW_AUTHENTICATE) {
        ResponseHeader copy = r.headersOut().append(field.name(), field.value());
        copy.active(true);
      }
    }
  }
}
