package io.perigee.httplua.request;

import io.perigee.core.text.Ascii;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestHeaders;
import io.perigee.httplua.context.RequestContext;
import io.perigee.httplua.response.FieldTables;
import io.perigee.httplua.response.HeaderText;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.api.PhaseSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code ngx.req.get_headers, set_header, clear_header, raw_header} and {@code add_header}. */
public final class RequestHeaderApi implements ApiFamily {
  @Override
  public void register(ApiTable ngx) {
    ApiTable req =
        ngx.table("req")
            .function("get_headers", PhaseSet.REQUEST, RequestHeaderApi::headers)
            .function("set_header", PhaseSet.REQUEST, RequestHeaderApi::set)
            .function("clear_header", PhaseSet.REQUEST, RequestHeaderApi::clear)
            .function("raw_header", PhaseSet.REQUEST, RequestHeaderApi::raw);
    ApiTable module = ngx.module("ngx.req");
    module.function("add_header", PhaseSet.REQUEST, RequestHeaderApi::add);
    req.function("add_header", PhaseSet.REQUEST, RequestHeaderApi::add);
  }

  private static Object headers(ApiCall call, @Nullable Object max, @Nullable Object raw) {
    RequestHeaders in = RequestContext.of(call).request().headersIn();
    boolean asSent = Boolean.TRUE.equals(raw) || (max instanceof Boolean flag && flag);
    return FieldTables.of(
        in.size(),
        in::name,
        in::value,
        new FieldTables.Options(FieldTables.limit(max), asSent, Set.of()));
  }

  private static byte[] name(@Nullable Object name) {
    if (name == null) {
      throw LuaError.at(1, "bad 'name' argument: string expected, got nil");
    }
    return HeaderText.name(HeaderText.text(name), false);
  }

  private static Object set(ApiCall call, @Nullable Object key, @Nullable Object value) {
    Request r = RequestContext.of(call).request();
    byte[] name = name(key);
    if (value == null) {
      remove(r, name);
    } else if (value instanceof LuaTable table) {
      List<byte[]> values = HeaderText.list(table);
      remove(r, name);
      for (byte[] each : values) {
        r.headersIn().add(name, each);
      }
      changed(r, name);
    } else {
      r.headersIn().set(name, HeaderText.value(HeaderText.text(value)));
      changed(r, name);
    }
    return Results.EMPTY;
  }

  private static Object add(ApiCall call, @Nullable Object key, @Nullable Object value) {
    Request r = RequestContext.of(call).request();
    byte[] name = name(key);
    if (value == null) {
      throw LuaError.at(1, "bad 'value' argument: string or table expected, got nil");
    }
    if (value instanceof LuaTable table) {
      List<byte[]> values = HeaderText.list(table);
      if (values.isEmpty()) {
        throw LuaError.at(1, "bad 'value' argument: non-empty table expected");
      }
      for (byte[] each : values) {
        r.headersIn().add(name, each);
      }
    } else {
      r.headersIn().add(name, HeaderText.value(HeaderText.text(value)));
    }
    changed(r, name);
    return Results.EMPTY;
  }

  private static Object clear(ApiCall call, @Nullable Object key) {
    remove(RequestContext.of(call).request(), name(key));
    return Results.EMPTY;
  }

  private static byte[] lower(byte[] name) {
    return Ascii.latin1(Ascii.lower(Ascii.string(name)));
  }

  private static void remove(Request r, byte[] name) {
    r.headersIn().remove(lower(name));
    changed(r, name);
  }

  /** Keeps the server's own view in step with the Host field. */
  private static void changed(Request r, byte[] name) {
    byte[] small = lower(name);
    if (Ascii.equals(small, "host")) {
      byte[] host = r.headersIn().value(small);
      r.host(host == null ? new byte[0] : withoutPort(lower(host)));
    }
  }

  private static byte[] withoutPort(byte[] host) {
    int end = host.length;
    for (int i = host.length - 1; i >= 0 && host[i] != ']'; i--) {
      if (host[i] == ':') {
        end = i;
      }
    }
    return Ascii.slice(host, 0, end);
  }

  private static @Nullable Object raw(ApiCall call, @Nullable Object withoutLine) {
    Request r = RequestContext.of(call).request();
    byte[] all = r.connection().rawHeader();
    if (!Conversions.isTruthy(withoutLine)) {
      return LuaString.wrap(all);
    }
    int end = Ascii.indexOf(all, '\n', 0);
    return LuaString.wrap(Ascii.slice(all, end + 1, all.length));
  }
}
