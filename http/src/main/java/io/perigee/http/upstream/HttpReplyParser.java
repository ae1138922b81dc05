package io.perigee.http.upstream;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.request.Request;
import io.perigee.http.upstream.UpstreamProtocol.Head;

/**
 * Reads the head of a response of HTTP/1.x: status line and fields; protocols whose responses have
 * fields only begin with {@link #fieldsOnly}. States: STATUS_LINE, FIELDS. A line is read when it
 * is complete.
 */
public final class HttpReplyParser {
  private static final boolean[] NAME = nameCharacters();
  private static final byte[] PREFIX = Ascii.latin1("HTTP/");
  private static final byte[] CLOSE = Ascii.latin1("close");
  private static final byte[] CHUNKED = Ascii.latin1("chunked");
  private static final int HTTP_11 = 1001;

  private boolean statusRead;

  /** A parser at the beginning of a response. */
  public HttpReplyParser() {}

  /** A response without a status line is read. */
  public HttpReplyParser fieldsOnly() {
    statusRead = true;
    return this;
  }

  private static boolean[] nameCharacters() {
    boolean[] table = new boolean[256];
    for (int i = '!'; i < 127; i++) {
      table[i] = i != ':';
    }
    return table;
  }

  /** Another response begins. */
  public void restart() {
    statusRead = false;
  }

  /** Takes what has come; interim responses (1xx, but not 101) are passed over. */
  public Head read(Request r, ReceivedBytes in, Reply reply) {
    while (true) {
      int next = in.lineEnd();
      if (next < 0) {
        return statusRead || couldBeStatus(in) ? Head.MORE_NEEDED : withoutHead(r, reply);
      }
      int end = next - 1;
      if (end > in.position() && in.bytes()[end - 1] == '\r') {
        end--;
      }
      if (!statusRead) {
        if (!readStatus(in.bytes(), in.position(), end, reply)) {
          return withoutHead(r, reply);
        }
        statusRead = true;
      } else if (end == in.position()) {
        in.use(next);
        if (!isInterim(reply)) {
          return consistent(r, reply);
        }
        reply.clear();
        statusRead = false;
        continue;
      } else if (!readField(r, in.bytes(), in.position(), end, reply)) {
        return Head.INVALID;
      }
      in.use(next);
    }
  }

  private static boolean isInterim(Reply reply) {
    return reply.status() >= 100 && reply.status() < 200 && reply.status() != 101;
  }

  private static boolean couldBeStatus(ReceivedBytes in) {
    int length = Math.min(in.size(), PREFIX.length);
    return Ascii.equalsIgnoreCase(in.bytes(), in.position(), PREFIX, length);
  }

  /** All of it is the body, as HTTP/0.9 had it. */
  private static Head withoutHead(Request r, Reply reply) {
    r.log(Level.ERROR, "upstream sent no valid HTTP/1.0 header");
    reply.status(200);
    reply.closes(true);
    return Head.COMPLETE;
  }

  private static boolean readStatus(byte[] bytes, int from, int end, Reply reply) {
    if (end - from < 12 || !Ascii.equalsIgnoreCase(bytes, from, PREFIX, PREFIX.length)) {
      return false;
    }
    int space = Ascii.indexOf(bytes, ' ', from, end);
    int dot = Ascii.indexOf(bytes, '.', from, end);
    if (space < 0 || dot < 0 || dot > space) {
      return false;
    }
    long major = Ascii.parseDecimal(bytes, from + PREFIX.length, dot);
    long minor = Ascii.parseDecimal(bytes, dot + 1, space);
    int at = space;
    while (at < end && bytes[at] == ' ') {
      at++;
    }
    long status = at + 3 <= end ? Ascii.parseDecimal(bytes, at, at + 3) : -1;
    if (major < 1
        || major > 99
        || minor < 0
        || status < 0
        || (at + 3 < end && !endsStatus(bytes[at + 3]))) {
      return false;
    }
    reply.status((int) status);
    reply.statusLine(Ascii.slice(bytes, at, end));
    reply.closes(major * 1000 + minor < HTTP_11);
    return true;
  }

  private static boolean endsStatus(byte b) {
    return b == ' ' || b == '.';
  }

  private static boolean readField(Request r, byte[] bytes, int from, int end, Reply reply) {
    int colon = from;
    while (colon < end && NAME[bytes[colon] & 0xff]) {
      colon++;
    }
    if (colon == from || colon == end || bytes[colon] != ':') {
      return invalid(r, bytes, from, Math.min(colon, end));
    }
    int start = colon + 1;
    while (start < end && bytes[start] == ' ') {
      start++;
    }
    int last = end;
    while (last > start && bytes[last - 1] == ' ') {
      last--;
    }
    for (int i = start; i < last; i++) {
      if (bytes[i] == 0) {
        return invalid(r, bytes, from, i);
      }
    }
    byte[] name = Ascii.slice(bytes, from, colon);
    byte[] value = Ascii.slice(bytes, start, last);
    ReplyField known = ReplyField.find(name);
    if (known == null || check(r, known, name, value, reply)) {
      return add(reply, name, value, known);
    }
    return known != ReplyField.CONTENT_LENGTH && known != ReplyField.TRANSFER_ENCODING;
  }

  private static boolean add(
      Reply reply, byte[] name, byte[] value, @org.jspecify.annotations.Nullable ReplyField known) {
    reply.fields().add(new Reply.Field(name, value, known));
    return true;
  }

  private static boolean invalid(Request r, byte[] bytes, int from, int at) {
    r.log(
        Level.ERROR,
        "upstream sent invalid header: \""
            + Ascii.string(bytes, from, at)
            + String.format("\\x%02x...", at < bytes.length ? bytes[at] & 0xff : 0)
            + "\"");
    return false;
  }

  /** What a field means for the exchange; false for one that is to be left out, or refused. */
  private static boolean check(
      Request r, ReplyField known, byte[] name, byte[] value, Reply reply) {
    if (known.isSingle()) {
      byte[] before = reply.value(known);
      if (before != null) {
        boolean framing =
            known == ReplyField.CONTENT_LENGTH || known == ReplyField.TRANSFER_ENCODING;
        r.log(
            framing ? Level.ERROR : Level.WARN,
            "upstream sent duplicate header line: \""
                + Ascii.string(name)
                + ": "
                + Ascii.string(value)
                + "\", previous value: \""
                + Ascii.string(name)
                + ": "
                + Ascii.string(before)
                + "\""
                + (framing ? "" : ", ignored"));
        return false;
      }
    }
    return switch (known) {
      case CONTENT_LENGTH -> contentLength(r, name, value, reply);
      case TRANSFER_ENCODING -> transferEncoding(r, value, reply);
      case CONNECTION -> {
        if (Ascii.indexOf(Ascii.lower(value), CLOSE, 0) >= 0) {
          reply.closes(true);
        }
        yield true;
      }
      default -> true;
    };
  }

  private static boolean contentLength(Request r, byte[] name, byte[] value, Reply reply) {
    long length = Ascii.parseDecimal(value);
    if (length < 0) {
      r.log(
          Level.ERROR,
          "upstream sent invalid \"Content-Length\" header: \""
              + Ascii.string(name)
              + ": "
              + Ascii.string(value)
              + "\"");
      return false;
    }
    reply.contentLength(length);
    return true;
  }

  private static boolean transferEncoding(Request r, byte[] value, Reply reply) {
    if (!Ascii.equalsIgnoreCase(value, CHUNKED)) {
      r.log(
          Level.ERROR,
          "upstream sent unknown \"Transfer-Encoding\": \"" + Ascii.string(value) + "\"");
      return false;
    }
    reply.chunked(true);
    return true;
  }

  private static Head consistent(Request r, Reply reply) {
    if (reply.chunked() && reply.contentLength() >= 0) {
      r.log(
          Level.ERROR,
          "upstream sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time");
      return Head.INVALID;
    }
    return Head.COMPLETE;
  }
}
