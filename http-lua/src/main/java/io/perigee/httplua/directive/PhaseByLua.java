package io.perigee.httplua.directive;

import io.perigee.conf.directive.Setting;
import io.perigee.core.log.Level;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.PhaseHandler;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.httplua.context.RequestContext;
import io.perigee.httplua.vm.LoadFailure;
import io.perigee.httplua.vm.LuaSource;
import io.perigee.lua.value.LuaFunction;
import io.perigee.ngx.thread.LuaPhase;
import io.perigee.ngx.thread.ResultCode;
import org.jspecify.annotations.Nullable;

/**
 * The handler of {@code server_rewrite_by_lua}, {@code rewrite_by_lua}, {@code access_by_lua} and
 * {@code precontent_by_lua}. The phase engine enters it again after each event; then it goes on and
 * never starts its code a second time.
 */
final class PhaseByLua implements PhaseHandler {
  private final LuaPhase phase;
  private final Setting<LuaSource> setting;
  private final Outcome success;

  PhaseByLua(LuaPhase phase, Setting<LuaSource> setting, Outcome success) {
    this.phase = phase;
    this.setting = setting;
    this.success = success;
  }

  @Override
  public Outcome handle(Request r) {
    LuaSource source = r.settings().get(setting);
    if (source == LuaSource.NONE) {
      return Outcome.DECLINED;
    }
    if (phase == LuaPhase.REWRITE && r.is(RequestFlag.URI_CHANGED)) {
      // A rewrite directive has sent the request to another location.
      return Outcome.DECLINED;
    }
    RequestContext context = RequestContext.of(r);
    if (context.isOpen(phase)) {
      return resume(r, context);
    }
    Outcome waiting = BodyFirst.read(r, context, Request::runPhases);
    if (waiting != null) {
      return waiting;
    }
    return start(r, context, source);
  }

  private Outcome resume(Request r, RequestContext context) {
    Outcome outcome = Outcome.DONE;
    while (context.isOpen(phase) && (context.isWakeable() || context.takeReady())) {
      outcome = ended(r, context, context.proceed());
    }
    return outcome;
  }

  private Outcome start(Request r, RequestContext context, LuaSource source) {
    LuaFunction chunk;
    try {
      chunk = source.load(context.environment(), r);
    } catch (LoadFailure e) {
      r.log(Level.ERROR, e.message());
      return Outcome.status(e.status());
    }
    context.open(phase);
    AbortCheck.install(r, context);
    return ended(r, context, context.start(phase, chunk));
  }

  private Outcome ended(Request r, RequestContext context, int code) {
    return switch (code) {
      case ResultCode.AGAIN -> {
        context.guard();
        yield Outcome.DONE;
      }
      case ResultCode.DONE -> {
        r.finish(Outcome.DONE);
        yield Outcome.DONE;
      }
      case ResultCode.OK, ResultCode.DECLINED -> {
        context.close();
        yield passed(r, context, code);
      }
      default -> {
        context.close();
        yield Outcome.ofCode(code);
      }
    };
  }

  private Outcome passed(Request r, RequestContext context, int code) {
    if (context.output().headerSent()) {
      int sent = context.output().end();
      return sent == ResultCode.ERROR || sent > 200 ? Outcome.ofCode(sent) : Outcome.status(200);
    }
    if (r.is(RequestFlag.URI_CHANGED)) {
      return Outcome.DECLINED;
    }
    return code == ResultCode.DECLINED ? Outcome.DECLINED : success;
  }

  /** The directive's name, for messages. */
  @Override
  public String toString() {
    @Nullable String name = setting.name();
    return name;
  }
}
