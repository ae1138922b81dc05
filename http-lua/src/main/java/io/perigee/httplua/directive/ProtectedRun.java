package io.perigee.httplua.directive;

import io.perigee.core.log.Level;
import io.perigee.http.request.Request;
import io.perigee.httplua.context.RequestContext;
import io.perigee.httplua.vm.LoadFailure;
import io.perigee.httplua.vm.LuaSource;
import io.perigee.lua.LuaVm;
import io.perigee.lua.runtime.CoroutineEntry;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.LuaStop;
import io.perigee.lua.value.LuaFault;
import io.perigee.lua.value.LuaFunction;
import io.perigee.ngx.thread.IsolatedGlobals;
import io.perigee.ngx.thread.LuaPhase;
import io.perigee.ngx.thread.ThreadContext;
import org.jspecify.annotations.Nullable;

/** Runs code of phases that cannot wait: by a protected call, without the scheduler. */
final class ProtectedRun {
  private ProtectedRun() {}

  /**
   * Runs the code in a phase and gives its results; null when it failed, which is logged as {@code
   * failed to run NAME*}; the context then knows the status to answer with.
   */
  static Object @Nullable [] run(
      Request r, RequestContext context, LuaPhase phase, LuaSource source) {
    LuaFunction chunk;
    context.failureStatus(500);
    try {
      chunk = source.load(context.environment(), r);
    } catch (LoadFailure e) {
      r.log(Level.ERROR, e.message());
      return null;
    }
    return call(context, phase, isolated(context, chunk));
  }

  private static LuaFunction isolated(RequestContext context, LuaFunction chunk) {
    if (!context.host().isolatesGlobals()) {
      return chunk;
    }
    LuaVm vm = context.environment().vm();
    return IsolatedGlobals.with(vm, chunk, IsolatedGlobals.below(vm.globals()));
  }

  /** Runs a function in a phase. */
  static Object @Nullable [] call(
      RequestContext context, LuaPhase phase, LuaFunction chunk, Object... args) {
    if (context.host().current() == null) {
      context.beginRun();
    }
    LuaPhase former = context.phase(phase);
    ThreadContext outer = context.host().enter(context);
    try {
      return ownStack(context, chunk, args);
    } catch (LuaFault e) {
      context.logError("failed to run " + phase.label() + ": " + described(e));
      return null;
    } catch (LuaStop e) {
      String message = e.getMessage() + "\n" + e.traceback();
      context.logError("failed to run " + phase.label() + ": " + message);
      context.failureStatus(503);
      return null;
    } finally {
      context.host().leave(outer);
      context.phase(former);
    }
  }

  /** Runs a function so that tracebacks end with it, wherever the caller's own code stands. */
  private static Object[] ownStack(RequestContext context, LuaFunction chunk, Object[] args) {
    Object[][] results = new Object[1][];
    new CoroutineEntry(() -> results[0] = context.environment().vm().call(chunk, args)).run();
    return results[0];
  }

  /** The error with its traceback. */
  static String described(LuaFault error) {
    String message = LuaSource.message(error);
    String traceback = error instanceof LuaError lua ? lua.traceback() : null;
    return traceback == null ? message : message + "\n" + traceback;
  }
}
