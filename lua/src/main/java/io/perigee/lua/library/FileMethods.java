package io.perigee.lua.library;

import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.NumberText;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.lua.value.Userdata;
import java.io.IOException;

/** The methods of files (Lua manual 5.7). */
final class FileMethods {
  private FileMethods() {}

  static void fill(LuaTable metatable) {
    metatable.put("__index", metatable);
    new Module(metatable)
        .function("close", args -> IoLibrary.closeFile(file(args)))
        .function("flush", FileMethods::flush)
        .function("lines", FileMethods::lines)
        .function("read", FileMethods::read)
        .function("seek", FileMethods::seek)
        .function("setvbuf", FileMethods::setvbuf)
        .function("write", FileMethods::write)
        .function("__tostring", args -> IoLibrary.describe(fileOf(args)))
        .function("__gc", FileMethods::collect);
  }

  private static Userdata fileOf(Object[] args) {
    if (Arguments.at(args, 0) instanceof Userdata u && u.value() instanceof LuaFile) {
      return u;
    }
    throw Arguments.wrongType(Arguments.at(args, 0), 0, args.length, "FILE*");
  }

  /** The file in the first argument; it must be open. */
  static Userdata file(Object[] args) {
    Userdata userdata = fileOf(args);
    if (((LuaFile) userdata.value()).isClosed()) {
      throw LuaError.at(1, "attempt to use a closed file");
    }
    return userdata;
  }

  private static LuaFile open(Object[] args) {
    return (LuaFile) file(args).value();
  }

  private static Object flush(Object[] args) {
    try {
      open(args).flush();
      return true;
    } catch (IOException e) {
      return SystemError.of(e).results(null);
    }
  }

  private static Object lines(Object[] args) {
    return IoLibrary.lineIterator(open(args), BaseLibrary.rest(args, 1), false);
  }

  private static Object read(Object[] args) {
    try {
      return FileReading.read(open(args), args, 1);
    } catch (IOException e) {
      return SystemError.of(e).results(null);
    }
  }

  private static Object seek(Object[] args) {
    LuaFile file = open(args);
    int whence = Arguments.option(args, 1, "cur", "set", "cur", "end");
    double offset = Arguments.optionalNumber(args, 2, 0);
    try {
      return (double) file.seek(whence, (long) offset);
    } catch (IOException e) {
      return SystemError.of(e).results(null);
    }
  }

  private static Object setvbuf(Object[] args) {
    LuaFile file = open(args);
    int mode = Arguments.option(args, 1, null, "full", "line", "no");
    file.buffering(
        switch (mode) {
          case 0 -> LuaFile.Buffering.FULL;
          case 1 -> LuaFile.Buffering.LINE;
          default -> LuaFile.Buffering.NONE;
        });
    return true;
  }

  private static Object write(Object[] args) {
    try {
      return write(open(args), args, 1);
    } catch (IOException e) {
      return SystemError.of(e).results(null);
    }
  }

  /** Writes strings and numbers from an index on. */
  static Object write(LuaFile file, Object[] args, int from) throws IOException {
    for (int i = from; i < args.length; i++) {
      if (args[i] instanceof LuaString s) {
        file.write(s.bytes());
      } else if (args[i] instanceof Double d) {
        file.write(NumberText.format(d).bytes());
      } else {
        throw Arguments.wrongType(args[i], i, args.length, "string");
      }
    }
    return true;
  }

  private static Object collect(Object[] args) {
    LuaFile file = (LuaFile) fileOf(args).value();
    if (!file.isClosed() && !file.isStandard()) {
      try {
        file.close();
      } catch (IOException e) {
        return Results.EMPTY;
      }
    }
    return Results.EMPTY;
  }
}
