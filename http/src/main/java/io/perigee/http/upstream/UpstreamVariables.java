package io.perigee.http.upstream;

import io.perigee.core.text.Ascii;
import io.perigee.core.variable.Variable;
import io.perigee.http.module.HttpModules;
import io.perigee.http.request.Request;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code $upstream_addr} and its kin: one value for each try, with commas between the tries of a
 * location and colons between locations; and the fields of the last response.
 */
final class UpstreamVariables {
  private static final byte[] MINUS = {'-'};

  private UpstreamVariables() {}

  static void addTo(HttpModules modules) {
    perTry(modules, "upstream_addr", attempt -> attempt.peer == null ? MINUS : attempt.peer);
    perTry(
        modules,
        "upstream_status",
        attempt -> attempt.status == 0 ? MINUS : Ascii.decimal(attempt.status));
    perTry(modules, "upstream_connect_time", attempt -> time(attempt.connectTime));
    perTry(modules, "upstream_header_time", attempt -> time(attempt.headerTime));
    perTry(modules, "upstream_response_time", attempt -> time(attempt.responseTime));
    perTry(modules, "upstream_response_length", a -> Ascii.decimal(a.responseLength));
    perTry(modules, "upstream_bytes_received", a -> Ascii.decimal(a.bytesReceived));
    perTry(modules, "upstream_bytes_sent", attempt -> Ascii.decimal(attempt.bytesSent));
    modules.variable(new Variable<Request>("upstream_cache_status", r -> null).noCacheable());
    modules.variablePrefix("upstream_http_", true, UpstreamVariables::field);
    modules.variablePrefix("upstream_trailer_", true, (r, name) -> null);
    modules.variablePrefix("upstream_cookie_", true, UpstreamVariables::cookie);
  }

  private static void perTry(HttpModules modules, String name, Function<Attempt, byte[]> value) {
    modules.variable(new Variable<Request>(name, r -> ofAll(r, value)).noCacheable());
  }

  private static byte @Nullable [] ofAll(Request r, Function<Attempt, byte[]> value) {
    Upstream upstream = r.upstream();
    if (upstream == null || upstream.attempts().isEmpty()) {
      return null;
    }
    List<Attempt> attempts = upstream.attempts();
    if (attempts.size() == 1) {
      return value.apply(attempts.getFirst());
    }
    RequestBytes joined = new RequestBytes();
    for (int i = 0; i < attempts.size(); i++) {
      Attempt attempt = attempts.get(i);
      if (attempt.peer == null && i > 0) {
        joined.add(" : ");
        continue;
      }
      if (i > 0 && attempts.get(i - 1).peer != null) {
        joined.add(", ");
      }
      joined.add(value.apply(attempt));
    }
    return joined.toBytes();
  }

  private static byte[] time(long millis) {
    if (millis < 0) {
      return MINUS;
    }
    long rest = millis % 1000;
    return Ascii.latin1(millis / 1000 + "." + (rest < 10 ? "00" : rest < 100 ? "0" : "") + rest);
  }

  private static byte @Nullable [] field(Request r, byte[] name) {
    Upstream upstream = r.upstream();
    return upstream == null ? null : upstream.reply().joined(name);
  }

  /** The value of a cookie that the peer sets. */
  private static byte @Nullable [] cookie(Request r, byte[] name) {
    Upstream upstream = r.upstream();
    if (upstream == null) {
      return null;
    }
    for (Reply.Field field : upstream.reply().fields()) {
      byte[] value = field.value();
      if (field.known() == ReplyField.SET_COOKIE
          && value.length > name.length
          && value[name.length] == '='
          && Ascii.equalsIgnoreCase(value, 0, name, name.length)) {
        int end = Ascii.indexOf(value, ';', 0);
        return Ascii.slice(value, name.length + 1, end < 0 ? value.length : end);
      }
    }
    return null;
  }
}
