package io.perigee.httpmodules.rewrite;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.LOCATION_IF;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Context.SERVER_IF;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.ConfBlock;
import io.perigee.conf.directive.Context;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.value.Values;
import io.perigee.core.variable.ComplexValue;
import io.perigee.core.variable.Variable;
import io.perigee.http.core.LocationConf;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.ActiveLocation;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.Phase;
import io.perigee.http.phase.script.Script;
import io.perigee.http.phase.script.ScriptState;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.variable.RequestVariables;
import io.perigee.http.variable.UninitializedVariable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directives of nginx's {@code ngx_http_rewrite_module}: each adds steps to the script of its
 * server or location, which runs in the SERVER_REWRITE and REWRITE phases.
 */
public final class RewriteModule implements HttpModule {
  private static final Set<Context> ANYWHERE = in(SERVER, SERVER_IF, LOCATION, LOCATION_IF);
  private static final Set<Context> WITH_HTTP = in(HTTP, SERVER, SERVER_IF, LOCATION, LOCATION_IF);

  static final Setting<Boolean> REWRITE_LOG =
      Setting.of("rewrite_log", WITH_HTTP, Args.flag(), Values.flag(), false);

  /** The module. */
  public RewriteModule() {}

  @Override
  public void register(HttpModules modules) {
    modules
        .settings(REWRITE_LOG, UninitializedVariable.WARN, Script.SETTING)
        .directive("rewrite", ANYWHERE, Args.between(2, 3), RewriteDirective::add)
        .directive("return", ANYWHERE, Args.between(1, 2), ReturnDirective::add)
        .directive("break", ANYWHERE, Args.none(), RewriteModule::addBreak)
        .directive("set", ANYWHERE, Args.exactly(2), RewriteModule::addSet)
        .block("if", in(SERVER, LOCATION), Args.atLeast(1), RewriteModule::addIf)
        .handler(Phase.SERVER_REWRITE, RewriteModule::run)
        .handler(Phase.REWRITE, RewriteModule::runInLocation);
  }

  private static Outcome run(Request r) {
    if (!r.settings().isSet(Script.SETTING)) {
      return Outcome.DECLINED;
    }
    ScriptState state = r.settings().get(Script.SETTING).run(r);
    return state.outcome();
  }

  private static Outcome runInLocation(Request r) {
    return r.location() == r.server().defaultLocation() ? Outcome.DECLINED : run(r);
  }

  private static void addBreak(Directive d) {
    Script.of(d).add(RewriteModule::stop);
  }

  private static void stop(ScriptState state) {
    Request r = state.request();
    if (r.is(RequestFlag.URI_CHANGED)) {
      r.set(RequestFlag.VALID_LOCATION, false);
      r.set(RequestFlag.URI_CHANGED, false);
    }
    state.stop();
  }

  private static void addSet(Directive d) {
    Variable<Request> target = RequestVariables.assigned(d, d.arg(0));
    ComplexValue<Request> value = RequestVariables.compile(d, d.arg(1));
    Script.of(d).add(state -> target.assign(state.request(), value.evaluate(state.request())));
  }

  private static void addIf(Directive d) {
    Script script = Script.of(d);
    Condition condition = ConditionParser.parse(d);
    boolean inServer = d.block().context() == SERVER;
    ConfBlock child = d.child(inServer ? SERVER_IF : LOCATION_IF);
    LocationConf location = inServer ? null : LocationConf.noname(d, child);
    script.shareWith(child);
    int at = script.reserve();
    d.parseBody(child);
    int inner = script.size() - at - 1;
    script.set(at, state -> enter(state, condition, location, inner));
  }

  private static void enter(
      ScriptState state, Condition condition, @Nullable LocationConf location, int inner) {
    Request r = state.request();
    if (!condition.holds(r)) {
      state.skip(inner);
    } else if (location != null) {
      r.location(location);
      ActiveLocation.enter(r);
    }
  }
}
