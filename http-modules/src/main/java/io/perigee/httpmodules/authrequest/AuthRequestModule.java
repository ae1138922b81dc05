package io.perigee.httpmodules.authrequest;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Setting;
import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.core.variable.Variable;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.Phase;
import io.perigee.http.phase.ResponseNames;
import io.perigee.http.phase.Subrequests;
import io.perigee.http.request.ModuleKey;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestBody;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.request.ResponseHeader;
import io.perigee.http.variable.RequestVariables;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code auth_request}: a subrequest decides about access (nginx's {@code
 * ngx_http_auth_request_module}). 2xx lets in, 401 and 403 refuse, all else is an error.
 */
public final class AuthRequestModule implements HttpModule {
  private static final byte[] WWW_AUTHENTICATE = Ascii.latin1("www-authenticate");
  private static final ModuleKey<State> STATE = ModuleKey.of("auth_request");

  private static final Setting<byte[]> AUTH_REQUEST =
      Setting.of(
          "auth_request",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          d -> d.arg(0).equals("off") ? Ascii.EMPTY : Ascii.latin1(d.arg(0)),
          Ascii.EMPTY);

  private record Assignment(Variable<Request> variable, ComplexValue<Request> value) {}

  private static final Setting<List<Assignment>> AUTH_REQUEST_SET =
      Setting.list(
          "auth_request_set",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(2),
          AuthRequestModule::assignment);

  private static final class State {
    @Nullable Request subrequest;
    int status;
    boolean done;
  }

  /** The module. */
  public AuthRequestModule() {}

  @Override
  public void register(HttpModules modules) {
    modules
        .settings(AUTH_REQUEST, AUTH_REQUEST_SET)
        .handler(Phase.ACCESS, AuthRequestModule::handle);
  }

  private static Assignment assignment(Directive d) {
    return new Assignment(
        RequestVariables.assigned(d, d.arg(0)), RequestVariables.compile(d, d.arg(1)));
  }

  private static Outcome handle(Request r) {
    byte[] uri = r.settings().get(AUTH_REQUEST);
    if (uri.length == 0) {
      return Outcome.DECLINED;
    }
    State state = r.state(STATE);
    if (state == null) {
      return start(r, uri);
    }
    Request sr = state.subrequest;
    if (!state.done || sr == null) {
      return Outcome.AGAIN;
    }
    for (Assignment assignment : r.settings().get(AUTH_REQUEST_SET)) {
      assignment.variable().assign(r, assignment.value().evaluate(sr));
    }
    return decide(r, sr, state.status);
  }

  private static Outcome start(Request r, byte[] uri) {
    State state = new State();
    Request sr =
        Subrequests.create(
            r,
            uri,
            Ascii.EMPTY,
            Subrequests.WAITED,
            (subrequest, outcome) -> {
              state.done = true;
              state.status = subrequest.headersOut().status();
              return outcome;
            });
    if (sr == null) {
      return Outcome.ERROR;
    }
    sr.body(RequestBody.of(Ascii.EMPTY));
    sr.set(RequestFlag.HEADER_ONLY, true);
    state.subrequest = sr;
    r.state(STATE, state);
    return Outcome.AGAIN;
  }

  private static Outcome decide(Request r, Request sr, int status) {
    if (status == 403) {
      return Outcome.status(403);
    }
    if (status == 401) {
      for (ResponseHeader field : sr.headersOut().findAll(WWW_AUTHENTICATE)) {
        r.headersOut().append(ResponseNames.WWW_AUTHENTICATE, field.value());
      }
      return Outcome.status(401);
    }
    if (status >= 200 && status < 300) {
      return Outcome.OK;
    }
    r.log(Level.ERROR, "auth request unexpected status: " + status);
    return Outcome.status(500);
  }
}
