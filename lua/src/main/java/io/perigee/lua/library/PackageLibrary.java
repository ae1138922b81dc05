package io.perigee.lua.library;

import io.perigee.lua.LuaLibrary;
import io.perigee.lua.LuaOptions;
import io.perigee.lua.LuaVm;
import io.perigee.lua.runtime.Activation;
import io.perigee.lua.runtime.CallStack;
import io.perigee.lua.runtime.Calls;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.Indexing;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaFault;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.lua.value.Userdata;

/**
 * The library {@code package} with {@code require} and {@code module} (Lua manual 5.3). A required
 * module may yield while it loads. Shared objects are searched for, as the messages tell, but
 * cannot be loaded.
 */
public final class PackageLibrary implements LuaLibrary {
  private static final LuaString PRELOAD = LuaString.of("preload");
  private static final LuaString LOADERS = LuaString.of("loaders");
  private static final LuaString NAME = LuaString.of("_NAME");

  /** Stands in {@code package.loaded} while a module is being loaded. */
  private final Userdata sentinel = new Userdata(null);

  private LuaVm vm;
  private LuaTable table;

  /** The library; each VM needs its own. */
  public PackageLibrary() {}

  @Override
  public void install(LuaVm vm) {
    this.vm = vm;
    Module library = Module.global(vm, "package");
    table = library.table();
    LuaTable preload = new LuaTable();
    vm.registry().put("_PRELOAD", preload);
    LuaOptions options = vm.options();
    library
        .value("path", path(options.packagePath(), LuaOptions.DEFAULT_PATH, "LUA_PATH"))
        .value("cpath", path(options.packageCpath(), LuaOptions.DEFAULT_CPATH, "LUA_CPATH"))
        .value("config", "/\n;\n?\n!\n-\n")
        .value("loaded", vm.loaded())
        .value("preload", preload)
        .function("loadlib", PackageLibrary::loadlib)
        .function("searchpath", PackageLibrary::searchpath)
        .function("seeall", this::seeall);
    library.value(
        "loaders",
        LuaTable.ofArray(
            JavaFunction.variadic("preload", this::loadPreloaded),
            JavaFunction.variadic("lua", this::loadLuaFile),
            JavaFunction.variadic("c", args -> loadShared(args, false)),
            JavaFunction.variadic("croot", args -> loadShared(args, true))));
    new Module(vm.globals()).function("require", this::require).function("module", this::module);
  }

  /** The table {@code package.preload} of a VM whose package library is installed. */
  public static LuaTable preload(LuaVm vm) {
    return (LuaTable) vm.registry().get(LuaString.of("_PRELOAD"));
  }

  private static String path(String configured, String standard, String variable) {
    String value = System.getenv(variable);
    if (value == null || !configured.equals(standard)) {
      return configured;
    }
    String marked = (";" + value + ";").replace(";;;", ";\001;").replace(";;", ";\001;");
    String joined = value.contains(";;") ? marked.replace("\001", standard) : value;
    return value.contains(";;") ? trimmed(joined) : joined;
  }

  private static String trimmed(String path) {
    int from = 0;
    int to = path.length();
    while (from < to && path.charAt(from) == ';') {
      from++;
    }
    while (to > from && path.charAt(to - 1) == ';') {
      to--;
    }
    return path.substring(from, to);
  }

  // ---- require ----

  private Object require(Object[] args) {
    LuaString name = Arguments.string(args, 0);
    LuaTable loaded = vm.loaded();
    Object present = loaded.get(name);
    if (Conversions.isTruthy(present)) {
      if (present == sentinel) {
        throw LuaError.at(1, "loop or previous error loading module '" + name + "'");
      }
      return present;
    }
    Object loader = findLoader(name);
    loaded.put(name, sentinel);
    Object result = Calls.first(loader, name);
    if (result != null) {
      loaded.put(name, result);
    } else if (loaded.get(name) == sentinel) {
      loaded.put(name, true);
    }
    return loaded.get(name);
  }

  private Object findLoader(LuaString name) {
    if (!(table.get(LOADERS) instanceof LuaTable loaders)) {
      throw LuaError.at(1, "'package.loaders' must be a table");
    }
    StringBuilder tried = new StringBuilder();
    for (int i = 1; ; i++) {
      Object searcher = loaders.getInt(i);
      if (searcher == null) {
        throw LuaError.at(1, "module '" + name + "' not found:" + tried);
      }
      Object found = Calls.first(searcher, name);
      if (found instanceof LuaFunction) {
        return found;
      }
      LuaString message = Conversions.toLuaString(found);
      if (message != null) {
        tried.append(message);
      }
    }
  }

  private Object loadPreloaded(Object[] args) {
    LuaString name = Arguments.string(args, 0);
    if (!(table.get(PRELOAD) instanceof LuaTable preload)) {
      throw LuaError.at(1, "'package.preload' must be a table");
    }
    Object loader = preload.get(name);
    return loader == null ? LuaString.of("\n\tno field package.preload['" + name + "']") : loader;
  }

  private Object loadLuaFile(Object[] args) {
    LuaString name = Arguments.string(args, 0);
    SearchPath search = search(name, "path");
    LuaString file = search.file();
    if (file == null) {
      return LuaString.of(search.tried());
    }
    try {
      return LoadFunctions.file(vm, file);
    } catch (LuaFault e) {
      throw LuaError.at(
          1,
          "error loading module '"
              + name
              + "' from file '"
              + file
              + "':\n\t"
              + Conversions.rawToString(e.value()));
    }
  }

  private Object loadShared(Object[] args, boolean root) {
    LuaString name = Arguments.string(args, 0);
    String text = name.toString();
    int dot = text.indexOf('.');
    if (root && dot < 0) {
      return Results.EMPTY;
    }
    SearchPath search = search(root ? LuaString.of(text.substring(0, dot)) : name, "cpath");
    if (search.file() == null) {
      return LuaString.of(search.tried());
    }
    throw LuaError.at(
        1,
        "error loading module '"
            + name
            + "' from file '"
            + search.file()
            + "':\n\tshared objects are not supported");
  }

  private SearchPath search(LuaString name, String field) {
    if (!(table.get(LuaString.of(field)) instanceof LuaString path)) {
      throw LuaError.at(1, "'package." + field + "' must be a string");
    }
    return SearchPath.of(name.toString(), path.toString(), ".", "/");
  }

  private static Object searchpath(Object[] args) {
    SearchPath search =
        SearchPath.of(
            Arguments.string(args, 0).toString(),
            Arguments.string(args, 1).toString(),
            Arguments.optionalString(args, 2, LuaString.of(".")).toString(),
            Arguments.optionalString(args, 3, LuaString.of("/")).toString());
    return search.file() == null ? Results.of(null, LuaString.of(search.tried())) : search.file();
  }

  private static Object loadlib(Object[] args) {
    LuaString path = Arguments.string(args, 0);
    Arguments.string(args, 1);
    return Results.of(
        new Object[] {
          null,
          LuaString.of(path + ": cannot open shared object file: No such file or directory"),
          LuaString.of("open")
        });
  }

  // ---- module ----

  private Object seeall(Object[] args) {
    LuaTable module = Arguments.table(args, 0);
    LuaTable metatable = module.metatable();
    if (metatable == null) {
      metatable = new LuaTable(0, 1);
      module.metatable(metatable);
    }
    metatable.put("__index", vm.globals());
    return Results.EMPTY;
  }

  private Object module(Object[] args) {
    LuaString name = Arguments.string(args, 0);
    LuaTable module = moduleTable(name);
    if (Indexing.index(module, NAME) == null) {
      String text = name.toString();
      module.put("_M", module);
      module.put(NAME, name);
      module.put("_PACKAGE", LuaString.of(text.substring(0, text.lastIndexOf('.') + 1)));
    }
    Activation caller = CallStack.at(1);
    if (caller == null || caller.isHost()) {
      throw LuaError.at(1, "'module' not called from a Lua function");
    }
    LuaFunction function = caller.function();
    if (function == null || !function.environment(module)) {
      throw LuaError.at(1, "'setfenv' cannot change environment of given object");
    }
    for (int i = 1; i < args.length; i++) {
      Calls.call(args[i], module);
    }
    return Results.EMPTY;
  }

  private LuaTable moduleTable(LuaString name) {
    if (vm.loaded().get(name) instanceof LuaTable known) {
      return known;
    }
    LuaTable at = vm.globals();
    for (String part : name.toString().split("\\.", -1)) {
      LuaString key = LuaString.of(part);
      Object next = at.get(key);
      if (next == null) {
        LuaTable created = new LuaTable();
        at.put(key, created);
        at = created;
      } else if (next instanceof LuaTable existing) {
        at = existing;
      } else {
        throw LuaError.at(1, "name conflict for module '" + name + "'");
      }
    }
    vm.loaded().put(name, at);
    return at;
  }
}
