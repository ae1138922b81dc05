package io.perigee.lua.library;

import io.perigee.lua.LuaVm;
import io.perigee.lua.pattern.ByteBuilder;
import io.perigee.lua.runtime.Calls;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaFault;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import java.io.IOException;
import java.nio.file.Files;

/**
 * {@code load}, {@code loadstring}, {@code loadfile} and {@code dofile} (Lua manual 5.1), with the
 * mode and environment parameters of LuaJIT. A chunk that begins with ESC is a dumped function.
 */
final class LoadFunctions {
  private static final int ESCAPE = 27;

  private final LuaVm vm;

  private LoadFunctions(LuaVm vm) {
    this.vm = vm;
  }

  static void register(LuaVm vm, Module base) {
    LoadFunctions functions = new LoadFunctions(vm);
    base.function("load", functions::load);
    base.function("loadstring", functions::load);
    base.function("loadfile", functions::loadfile);
    base.function("dofile", functions::dofile);
  }

  private Object load(Object[] args) {
    Object chunk = Arguments.at(args, 0);
    boolean isText = chunk instanceof LuaString || chunk instanceof Double;
    LuaString text = isText ? Arguments.string(args, 0) : null;
    LuaString name = Arguments.optionalString(args, 1, isText ? text : LuaString.of("=(load)"));
    LuaString mode = Arguments.optionalString(args, 2, LuaString.of("bt"));
    try {
      if (text == null) {
        text = read(Arguments.function(args, 0));
      }
      return compile(text.bytes(), name.toString(), mode, environment(args, 3));
    } catch (LuaFault e) {
      if (!isText && !(chunk instanceof LuaFunction)) {
        throw e;
      }
      return Results.of(null, e.value());
    }
  }

  private LuaTable environment(Object[] args, int index) {
    return Arguments.at(args, index) instanceof LuaTable t ? t : vm.threadGlobals();
  }

  private static LuaString read(LuaFunction reader) {
    ByteBuilder text = new ByteBuilder(256);
    while (true) {
      Object piece = Calls.first(Calls.call(reader));
      LuaString bytes = Conversions.toLuaString(piece);
      if (piece == null || (bytes != null && bytes.length() == 0)) {
        return LuaString.wrap(text.toBytes());
      }
      if (bytes == null) {
        throw new LuaError("reader function must return a string");
      }
      text.add(bytes.bytes());
    }
  }

  private LuaFunction compile(byte[] source, String name, LuaString mode, LuaTable environment) {
    boolean isBinary = source.length > 0 && source[0] == ESCAPE;
    if (mode.toString().indexOf(isBinary ? 'b' : 't') < 0) {
      throw new LuaError("attempt to load chunk with wrong mode");
    }
    return vm.load(source, name, environment);
  }

  private Object loadfile(Object[] args) {
    LuaString mode = Arguments.optionalString(args, 1, LuaString.of("bt"));
    LuaString name = Arguments.optionalString(args, 0, null);
    try {
      return fromFile(name, mode, environment(args, 2));
    } catch (LuaFault e) {
      return Results.of(null, e.value());
    }
  }

  private Object dofile(Object[] args) {
    LuaString name = Arguments.optionalString(args, 0, null);
    return Calls.call(fromFile(name, LuaString.of("bt"), vm.threadGlobals()));
  }

  private LuaFunction fromFile(LuaString name, LuaString mode, LuaTable environment) {
    try {
      byte[] source =
          name == null
              ? StandardFiles.of(vm).input().readAll()
              : Files.readAllBytes(FileName.path(name));
      return compile(source, name == null ? "=stdin" : "@" + name, mode, environment);
    } catch (IOException e) {
      throw new LuaError("cannot open " + name + ": " + SystemError.of(e).text());
    }
  }

  /** The main function of a file; for the package library. */
  static LuaFunction file(LuaVm vm, LuaString name) {
    return new LoadFunctions(vm).fromFile(name, LuaString.of("bt"), vm.globals());
  }
}
