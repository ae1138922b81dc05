package io.perigee.lua.library;

import io.perigee.lua.LuaLibrary;
import io.perigee.lua.LuaVm;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;

/**
 * The library {@code jit} of LuaJIT. Compilation is the Java machine's business, so what controls
 * it is accepted and has no effect.
 */
public final class JitLibrary implements LuaLibrary {
  private boolean on = true;

  /** The library; each VM needs its own. */
  public JitLibrary() {}

  @Override
  public void install(LuaVm vm) {
    LuaTable options = new LuaTable();
    new Module(options).function("start", args -> Results.EMPTY);
    vm.loaded().put("jit.opt", options);
    Module.global(vm, "jit")
        .value("version", "LuaJIT 2.1.1700008891")
        .value("version_num", (Object) 20199.0)
        .value("os", "Linux")
        .value("arch", "x64")
        .value("opt", options)
        .function("on", args -> turn(args, true))
        .function("off", args -> turn(args, false))
        .function("flush", args -> Results.EMPTY)
        .function("attach", args -> Results.EMPTY)
        .function("security", args -> 0.0)
        .function("prngstate", args -> 0.0)
        .function("status", args -> on);
  }

  private Object turn(Object[] args, boolean value) {
    if (args.length == 0) {
      on = value;
    }
    return Results.EMPTY;
  }
}
