package io.perigee.httplua.directive;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.LOCATION_IF;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Context.SERVER_IF;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Context;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.text.LuaBody;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.core.LocationConf;
import io.perigee.http.module.HttpModules;
import io.perigee.http.request.Request;
import io.perigee.http.variable.RequestVariables;
import io.perigee.httplua.LuaSettings;
import io.perigee.httplua.vm.ChunkName;
import io.perigee.httplua.vm.LuaSource;
import java.util.Set;

/** Registers the directives that hold Lua code: each as text, as a block and as a file name. */
public final class CodeDirectives {
  private static final Set<Context> ANYWHERE = in(HTTP, SERVER, LOCATION, LOCATION_IF);

  private CodeDirectives() {}

  /** Adds all of them to the registration page. */
  public static void register(HttpModules modules) {
    classic(modules, "init_by_lua", in(HTTP), LuaSettings.INIT);
    classic(modules, "init_worker_by_lua", in(HTTP), LuaSettings.INIT_WORKER);
    modern(modules, "exit_worker_by_lua", in(HTTP), LuaSettings.EXIT_WORKER);
    modern(modules, "server_rewrite_by_lua", in(HTTP, SERVER), LuaSettings.SERVER_REWRITE);
    classic(modules, "rewrite_by_lua", ANYWHERE, LuaSettings.REWRITE);
    classic(modules, "access_by_lua", ANYWHERE, LuaSettings.ACCESS);
    modern(modules, "precontent_by_lua", ANYWHERE, LuaSettings.PRECONTENT);
    classic(modules, "header_filter_by_lua", ANYWHERE, LuaSettings.HEADER_FILTER);
    classic(modules, "body_filter_by_lua", ANYWHERE, LuaSettings.BODY_FILTER);
    classic(modules, "log_by_lua", ANYWHERE, LuaSettings.LOG);
    content(modules);
    Set<Context> rewriting = in(SERVER, SERVER_IF, LOCATION, LOCATION_IF);
    modules
        .directive("set_by_lua", rewriting, Args.atLeast(2), SetByLua::inline)
        .luaBlock("set_by_lua_block", rewriting, Args.exactly(1), SetByLua::block)
        .directive("set_by_lua_file", rewriting, Args.atLeast(2), SetByLua::file);
  }

  private static void content(HttpModules modules) {
    Set<Context> places = in(LOCATION, LOCATION_IF);
    modules
        .directive("content_by_lua", places, Args.exactly(1), d -> content(d, inline(d, 0)))
        .luaBlock("content_by_lua_block", places, Args.none(), d -> content(d, block(d)))
        .directive("content_by_lua_file", places, Args.exactly(1), d -> content(d, file(d, 0)));
  }

  private static void content(Directive d, LuaSource source) {
    keep(d, LuaSettings.CONTENT, source);
    LocationConf.of(d).contentHandler(new ContentByLua());
  }

  private static void classic(
      HttpModules modules, String name, Set<Context> contexts, Setting<LuaSource> setting) {
    modules.directive(name, contexts, Args.exactly(1), d -> keep(d, setting, inline(d, 0)));
    modern(modules, name, contexts, setting);
  }

  private static void modern(
      HttpModules modules, String name, Set<Context> contexts, Setting<LuaSource> setting) {
    modules.luaBlock(name + "_block", contexts, Args.none(), d -> keep(d, setting, block(d)));
    modules.directive(name + "_file", contexts, Args.exactly(1), d -> keep(d, setting, file(d, 0)));
  }

  private static void keep(Directive d, Setting<LuaSource> setting, LuaSource source) {
    if (d.block().settings().isSet(setting)) {
      throw d.duplicate();
    }
    d.block().settings().set(setting, source);
  }

  static LuaSource inline(Directive d, int argument) {
    String text = d.arg(argument);
    if (text.isEmpty()) {
      throw d.error("invalid location config: no runnable Lua code");
    }
    return new LuaSource.Inline(Ascii.latin1(text), ChunkName.of(d));
  }

  static LuaSource block(Directive d) {
    LuaBody body = d.luaBody();
    if (body == null) {
      throw d.error("\"" + d.name() + "\" has no Lua code");
    }
    return new LuaSource.Inline(Ascii.latin1(body.text()), ChunkName.of(d));
  }

  static LuaSource file(Directive d, int argument) {
    if (d.arg(argument).isEmpty()) {
      throw d.error("invalid location config: no runnable Lua code");
    }
    ComplexValue<Request> name = RequestVariables.compile(d, d.arg(argument));
    return new LuaSource.External(name, d.path(""));
  }
}
