package io.perigee.httplua.directive;

import io.perigee.conf.directive.Setting;
import io.perigee.conf.directive.Settings;
import io.perigee.http.core.HttpConf;
import io.perigee.http.module.FilterPlace;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.Phase;
import io.perigee.http.phase.PhaseHandler;
import io.perigee.httplua.LuaSettings;
import io.perigee.ngx.thread.LuaPhase;
import java.util.List;

/**
 * Puts the handlers of Lua code into their phases. They are the last of their phase, so that {@code
 * set}, {@code if} and {@code allow} come before, unless a no_postpone directive makes them first.
 */
public final class PhaseHandlers {
  private PhaseHandlers() {}

  /** Adds handlers and filters to the registration page. */
  public static void register(HttpModules modules) {
    modules
        .headerFilter(FilterPlace.AUXILIARY, FiltersByLua::header)
        .bodyFilter(FilterPlace.AUXILIARY, FiltersByLua::body)
        .handler(Phase.LOG, FiltersByLua::log);
  }

  /** Adds the handlers that stand first or last when all other modules have added theirs. */
  public static void arrange(HttpConf conf) {
    Settings settings = conf.settings();
    HttpModules modules = conf.modules();
    // server_rewrite_by_lua runs before the rewrite script of its server.
    place(
        modules,
        Phase.SERVER_REWRITE,
        new PhaseByLua(LuaPhase.SERVER_REWRITE, LuaSettings.SERVER_REWRITE, Outcome.DECLINED),
        true);
    place(
        modules,
        Phase.REWRITE,
        new PhaseByLua(LuaPhase.REWRITE, LuaSettings.REWRITE, Outcome.DECLINED),
        on(settings, LuaSettings.REWRITE_NO_POSTPONE));
    place(
        modules,
        Phase.ACCESS,
        new PhaseByLua(LuaPhase.ACCESS, LuaSettings.ACCESS, Outcome.OK),
        on(settings, LuaSettings.ACCESS_NO_POSTPONE));
    place(
        modules,
        Phase.PRECONTENT,
        new PhaseByLua(LuaPhase.PRECONTENT, LuaSettings.PRECONTENT, Outcome.DECLINED),
        on(settings, LuaSettings.PRECONTENT_NO_POSTPONE));
  }

  private static boolean on(Settings settings, Setting<Boolean> flag) {
    return settings.get(flag);
  }

  private static void place(HttpModules modules, Phase phase, PhaseHandler handler, boolean first) {
    modules.handler(phase, handler);
    List<PhaseHandler> all = modules.handlers().get(phase);
    if (first && all != null) {
      all.remove(all.size() - 1);
      all.add(0, handler);
    }
  }
}
