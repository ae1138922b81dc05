package io.perigee.httplua.directive;

import io.perigee.conf.directive.Directive;
import io.perigee.core.variable.ComplexValue;
import io.perigee.core.variable.Variable;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.script.Script;
import io.perigee.http.phase.script.ScriptState;
import io.perigee.http.request.Request;
import io.perigee.http.variable.RequestVariables;
import io.perigee.httplua.context.RequestContext;
import io.perigee.httplua.vm.LuaSource;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.value.LuaString;
import io.perigee.ngx.thread.LuaPhase;
import java.util.ArrayList;
import java.util.List;

/** {@code set_by_lua*}: a step of the rewrite script that computes a variable. */
final class SetByLua {
  private SetByLua() {}

  static void inline(Directive d) {
    add(d, CodeDirectives.inline(d, 1), 2);
  }

  static void block(Directive d) {
    add(d, CodeDirectives.block(d), 1);
  }

  static void file(Directive d) {
    add(d, CodeDirectives.file(d, 1), 2);
  }

  private static void add(Directive d, LuaSource source, int firstArgument) {
    Variable<Request> target = RequestVariables.assigned(d, d.arg(0));
    List<ComplexValue<Request>> args = new ArrayList<>();
    for (int i = firstArgument; i < d.count(); i++) {
      args.add(RequestVariables.compile(d, d.arg(i)));
    }
    Script.of(d).add(state -> run(state, source, target, args));
  }

  private static void run(
      ScriptState state,
      LuaSource source,
      Variable<Request> target,
      List<ComplexValue<Request>> args) {
    Request r = state.request();
    RequestContext context = RequestContext.of(r);
    byte[][] values = new byte[args.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = args.get(i).evaluate(r);
    }
    context.setArguments(values);
    Object[] results = ProtectedRun.run(r, context, LuaPhase.SET, source);
    if (results == null) {
      state.finish(Outcome.status(context.failureStatus()));
      return;
    }
    LuaString text = results.length == 0 ? null : Conversions.toLuaString(results[0]);
    target.assign(r, text == null ? new byte[0] : text.bytes());
  }
}
