package io.perigee.httpmodules.echo;

import io.perigee.core.text.Ascii;
import io.perigee.core.variable.Variable;
import io.perigee.core.variable.VariableGetter;
import io.perigee.http.module.HttpModules;
import io.perigee.http.request.ModuleKey;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestBody;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The variables of the echo module; all are computed at each reading. */
final class EchoVariables {
  private static final ModuleKey<int[]> COUNTER = ModuleKey.surviving("echo counter");

  private EchoVariables() {}

  static void register(HttpModules modules) {
    add(modules, "echo_timer_elapsed", EchoVariables::elapsed);
    add(modules, "echo_request_method", Request::methodName);
    add(modules, "echo_client_request_method", r -> r.line().methodName());
    add(modules, "echo_client_request_headers", r -> r.connection().rawHeader());
    add(modules, "echo_request_body", EchoVariables::body);
    add(modules, "echo_request_uri", Request::uri);
    add(modules, "echo_cacheable_request_uri", Request::uri);
    add(modules, "echo_response_status", EchoVariables::status);
    add(modules, "echo_it", EchoVariables::item);
    add(modules, "echo_incr", EchoVariables::increment);
  }

  private static void add(HttpModules modules, String name, VariableGetter<Request> getter) {
    modules.variable(new Variable<>(name, getter).noCacheable());
  }

  private static byte[] elapsed(Request r) {
    EchoState state = r.state(EchoState.KEY);
    long begin = state == null ? r.startMillis() : state.timerBegin;
    r.worker().clock().update();
    long millis = Math.max(0, r.worker().clock().millis() - begin);
    return Ascii.latin1(String.format(Locale.ROOT, "%d.%03d", millis / 1000, millis % 1000));
  }

  private static byte @Nullable [] body(Request r) {
    RequestBody body = r.body();
    return body == null ? null : body.inMemory();
  }

  private static byte @Nullable [] status(Request r) {
    int status = r.headersOut().status();
    return status == 0 ? null : Ascii.decimal(status);
  }

  private static byte @Nullable [] item(Request r) {
    EchoState state = r.state(EchoState.KEY);
    return state == null ? null : state.currentItem();
  }

  private static byte[] increment(Request r) {
    int[] counter = r.main().state(COUNTER);
    if (counter == null) {
      counter = new int[1];
      r.main().state(COUNTER, counter);
    }
    return Ascii.decimal(++counter[0]);
  }
}
