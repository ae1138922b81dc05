package io.perigee.httplua.response;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.core.text.HttpDate;
import io.perigee.http.request.Request;
import io.perigee.http.request.ResponseHeader;
import io.perigee.http.request.ResponseHeaders;
import io.perigee.httplua.LuaSettings;
import io.perigee.httplua.context.RequestContext;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.Function2;
import io.perigee.lua.value.Function3;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.api.PhaseSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code ngx.header}, {@code ngx.status}, {@code ngx.headers_sent}, {@code ngx.resp}. */
public final class HeaderApi implements ApiFamily {
  private static final Set<String> SINGLE =
      Set.of(
          "content-type",
          "content-length",
          "location",
          "server",
          "date",
          "last-modified",
          "etag",
          "content-range",
          "accept-ranges",
          "content-encoding",
          "refresh",
          "expires");

  @Override
  public void register(ApiTable ngx) {
    ngx.value("header", HeaderApi::headerTable);
    ngx.property("status", HeaderApi::status, HeaderApi::status);
    ngx.property("headers_sent", HeaderApi::headersSent);
    ngx.table("resp").function("get_headers", PhaseSet.REQUEST, HeaderApi::headers);
    ngx.module("ngx.resp")
        .function("add_header", PhaseSet.REQUEST, HeaderApi::add)
        .function("set_status", PhaseSet.REQUEST, HeaderApi::setStatus)
        .function("bypass_if_checks", PhaseSet.REQUEST, call -> Results.EMPTY);
  }

  private static LuaTable headerTable(ApiCall call) {
    LuaTable metatable = new LuaTable(0, 2);
    Function2 read =
        (table, key) -> {
          PhaseSet.REQUEST.check(call.current());
          return find(RequestContext.of(call), key);
        };
    Function3 write =
        (table, key, value) -> {
          PhaseSet.REQUEST.check(call.current());
          set(RequestContext.of(call), key, value);
          return Results.EMPTY;
        };
    metatable.put("__index", JavaFunction.of("__index", read));
    metatable.put("__newindex", JavaFunction.of("__newindex", write));
    LuaTable header = new LuaTable();
    header.metatable(metatable);
    return header;
  }

  // ---- ngx.status

  private static Object status(ApiCall call) {
    PhaseSet.REQUEST.check(call.current());
    Request r = RequestContext.of(call).request();
    if (r.errorStatus() != 0) {
      return (double) r.errorStatus();
    }
    int status = r.headersOut().status();
    return status != 0 ? (double) status : r.version() == 9 ? 9.0 : 0.0;
  }

  private static Object status(ApiCall call, @Nullable Object value) {
    PhaseSet.REQUEST.check(call.current());
    Double number = Conversions.toNumber(value);
    if (number == null) {
      throw LuaError.at(1, "bad ngx.status value: number expected");
    }
    changeStatus(RequestContext.of(call), (int) (double) number);
    return Results.EMPTY;
  }

  private static Object setStatus(ApiCall call, @Nullable Object status, @Nullable Object reason) {
    Double number = Conversions.toNumber(status);
    if (number == null) {
      throw LuaError.typeError(1, "set_status", "number", status);
    }
    RequestContext context = RequestContext.of(call);
    changeStatus(context, (int) (double) number);
    if (reason instanceof LuaString text) {
      byte[] line =
          Ascii.concat(
              Ascii.decimal((int) (double) number),
              new byte[] {' '},
              HeaderText.value(text.bytes()));
      context.request().headersOut().statusLine(line);
    }
    return Results.EMPTY;
  }

  private static void changeStatus(RequestContext context, int status) {
    Request r = context.request();
    if (context.output().headerSent()) {
      r.log(Level.ERROR, "attempt to set ngx.status after sending out response headers");
      return;
    }
    r.errorStatus(0);
    r.headersOut().status(status);
    r.headersOut().statusLine(status == 101 ? Ascii.latin1("101 Switching Protocols") : null);
  }

  private static Object headersSent(ApiCall call) {
    PhaseSet.REQUEST.check(call.current());
    return RequestContext.of(call).output().headerSent();
  }

  // ---- writing a field

  private static void set(RequestContext context, @Nullable Object key, @Nullable Object value) {
    byte[] given = HeaderText.text(key);
    Request r = context.request();
    if (context.output().headerSent()) {
      r.log(
          Level.ERROR,
          "attempt to set ngx.header."
              + Ascii.string(given)
              + " after sending out response headers");
      return;
    }
    boolean transform = r.settings().get(LuaSettings.TRANSFORM_UNDERSCORES);
    byte[] name = HeaderText.name(given, transform);
    context.output().headersTouched(isContentType(name));
    ResponseHeaders headers = r.headersOut();
    if (value == null) {
      headers.remove(name);
      return;
    }
    if (value instanceof LuaTable table) {
      setAll(headers, name, HeaderText.list(table));
      return;
    }
    headers.set(name, HeaderText.value(HeaderText.text(value)));
    if (isLastModified(name)) {
      useTime(headers);
    }
  }

  private static boolean isContentType(byte[] name) {
    return name.length == 12 && Ascii.lower(Ascii.string(name)).equals("content-type");
  }

  private static boolean isLastModified(byte[] name) {
    return name.length == 13 && Ascii.lower(Ascii.string(name)).equals("last-modified");
  }

  /** Conditional requests are answered by the time, so a well-formed text becomes one. */
  private static void useTime(ResponseHeaders headers) {
    ResponseHeader field = headers.lastModified();
    long seconds = field == null ? HttpDate.INVALID : HttpDate.parse(field.value());
    if (seconds != HttpDate.INVALID) {
      headers.lastModifiedTime(seconds);
    }
  }

  private static void setAll(ResponseHeaders headers, byte[] name, List<byte[]> values) {
    if (values.isEmpty()) {
      headers.remove(name);
      return;
    }
    if (SINGLE.contains(Ascii.lower(Ascii.string(name)))) {
      headers.set(name, values.get(values.size() - 1));
      return;
    }
    headers.set(name, values.get(0));
    for (int i = 1; i < values.size(); i++) {
      headers.add(name, values.get(i));
    }
  }

  private static Object add(ApiCall call, @Nullable Object key, @Nullable Object value) {
    RequestContext context = RequestContext.of(call);
    byte[] given = HeaderText.text(key);
    Request r = context.request();
    if (context.output().headerSent()) {
      r.log(
          Level.ERROR,
          "attempt to set ngx.header."
              + Ascii.string(given)
              + " after sending out response headers");
      return Results.EMPTY;
    }
    byte[] name = HeaderText.name(given, r.settings().get(LuaSettings.TRANSFORM_UNDERSCORES));
    context.output().headersTouched(isContentType(name));
    if (value instanceof LuaTable table) {
      List<byte[]> values = HeaderText.list(table);
      if (values.isEmpty()) {
        throw LuaError.argument(2, "add_header", "non-empty table expected");
      }
      for (byte[] each : values) {
        r.headersOut().add(name, each);
      }
    } else {
      r.headersOut().add(name, HeaderText.value(HeaderText.text(value)));
    }
    return Results.EMPTY;
  }

  // ---- reading

  private static @Nullable Object find(RequestContext context, @Nullable Object key) {
    Request r = context.request();
    byte[] given = HeaderText.text(key);
    boolean transform = r.settings().get(LuaSettings.TRANSFORM_UNDERSCORES);
    byte[] name = Ascii.latin1(Ascii.lower(Ascii.string(HeaderText.name(given, transform))));
    if (isContentType(name)) {
      context.output().useDefaultType();
    }
    byte[] special = special(r.headersOut(), name);
    if (special != null) {
      return LuaString.wrap(special);
    }
    List<ResponseHeader> fields = r.headersOut().findAll(name);
    return switch (fields.size()) {
      case 0 -> null;
      case 1 -> LuaString.wrap(fields.get(0).value());
      default -> {
        LuaTable all = new LuaTable(fields.size(), 0);
        for (int i = 0; i < fields.size(); i++) {
          all.putInt(i + 1, LuaString.wrap(fields.get(i).value()));
        }
        yield all;
      }
    };
  }

  private static byte @Nullable [] special(ResponseHeaders headers, byte[] lowercaseName) {
    if (Ascii.equals(lowercaseName, "content-type")) {
      return contentType(headers);
    }
    if (Ascii.equals(lowercaseName, "content-length")) {
      return headers.contentLength() < 0 ? null : Ascii.decimal(headers.contentLength());
    }
    ResponseHeader field = null;
    if (Ascii.equals(lowercaseName, "server")) {
      field = headers.server();
    } else if (Ascii.equals(lowercaseName, "date")) {
      field = headers.date();
    } else if (Ascii.equals(lowercaseName, "last-modified")) {
      field = headers.lastModified();
      if (field == null && headers.lastModifiedTime() >= 0) {
        return Ascii.latin1(HttpDate.format(headers.lastModifiedTime()));
      }
    }
    return field == null || !field.active() ? null : field.value();
  }

  private static byte @Nullable [] contentType(ResponseHeaders headers) {
    byte[] type = headers.contentType();
    byte[] charset = headers.charset();
    if (type == null || charset == null || headers.contentTypeLength() != type.length) {
      return type;
    }
    return Ascii.concat(type, Ascii.latin1("; charset="), charset);
  }

  private static Object headers(ApiCall call, @Nullable Object max, @Nullable Object raw) {
    RequestContext context = RequestContext.of(call);
    ResponseHeaders out = context.request().headersOut();
    List<ResponseHeader> fields = new ArrayList<>();
    byte[] type = contentType(out);
    if (type != null) {
      fields.add(new ResponseHeader(Ascii.latin1("content-type"), type));
    }
    if (out.contentLength() >= 0) {
      fields.add(
          new ResponseHeader(Ascii.latin1("content-length"), Ascii.decimal(out.contentLength())));
    }
    addSpecial(fields, "connection", connection(context.request()));
    if (context.request().is(io.perigee.http.request.RequestFlag.CHUNKED)) {
      addSpecial(fields, "transfer-encoding", Ascii.latin1("chunked"));
    }
    addField(fields, out.server());
    addField(fields, out.date());
    addField(fields, out.lastModified());
    for (ResponseHeader field : out.list()) {
      addField(fields, field);
    }
    int limit = FieldTables.limit(max);
    return FieldTables.of(
        fields.size(),
        i -> fields.get(i).name(),
        i -> fields.get(i).value(),
        new FieldTables.Options(limit, Boolean.TRUE.equals(raw), Set.of()));
  }

  private static byte[] connection(Request r) {
    if (r.headersOut().status() == 101) {
      return Ascii.latin1("upgrade");
    }
    return Ascii.latin1(r.keepalive() ? "keep-alive" : "close");
  }

  private static void addSpecial(List<ResponseHeader> fields, String name, byte[] value) {
    fields.add(new ResponseHeader(Ascii.latin1(name), value));
  }

  private static void addField(List<ResponseHeader> fields, @Nullable ResponseHeader field) {
    if (field != null && field.active()) {
      fields.add(field);
    }
  }
}
