package io.perigee.lua.library;

import io.perigee.lua.LuaLibrary;
import io.perigee.lua.LuaVm;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.FunctionN;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.lua.value.Userdata;
import java.io.IOException;

/**
 * The library {@code io} (Lua manual 5.7). Files are userdata over {@link LuaFile}; a failing
 * operation answers nil, a message and C's error number.
 */
public final class IoLibrary implements LuaLibrary {
  private static final LuaString READ_MODE = LuaString.of("r");

  private final LuaTable fileMetatable = new LuaTable();
  private LuaVm vm;
  private Userdata input;
  private Userdata output;

  /** The library; each VM needs its own because of the current files. */
  public IoLibrary() {}

  /** The body of a function that may fail with an error of the operating system. */
  private interface Operation {
    Object run(Object[] args) throws IOException;
  }

  @Override
  public void install(LuaVm vm) {
    this.vm = vm;
    StandardFiles files = StandardFiles.of(vm);
    FileMethods.fill(fileMetatable);
    input = wrap(files.input());
    output = wrap(files.output());
    Module.global(vm, "io")
        .value("stdin", input)
        .value("stdout", output)
        .value("stderr", wrap(files.error()))
        .function("open", this::open)
        .function("popen", this::popen)
        .function("tmpfile", failing(args -> created(new LuaFile(FileDevice.temporary(), false))))
        .function("close", this::close)
        .function("read", failing(args -> FileReading.read(current(input), args, 0)))
        .function("write", failing(args -> FileMethods.write(current(output), args, 0)))
        .function("flush", failing(args -> flush()))
        .function("lines", this::lines)
        .function("input", args -> redirect(args, true))
        .function("output", args -> redirect(args, false))
        .function("type", IoLibrary::type);
  }

  private static FunctionN failing(Operation operation) {
    return args -> {
      try {
        return operation.run(args);
      } catch (IOException e) {
        return SystemError.of(e).results(null);
      }
    };
  }

  private Userdata wrap(LuaFile file) {
    return new Userdata(file, fileMetatable);
  }

  private Userdata created(LuaFile file) {
    Userdata userdata = wrap(file);
    vm.finalizers().watch(userdata);
    return userdata;
  }

  private static LuaFile usable(Userdata file) {
    LuaFile open = (LuaFile) file.value();
    if (open.isClosed()) {
      throw LuaError.at(1, "attempt to use a closed file");
    }
    return open;
  }

  /** The file that the functions without a file use; it must be open. */
  private static LuaFile current(Userdata file) {
    LuaFile open = (LuaFile) file.value();
    if (open.isClosed()) {
      throw LuaError.at(1, "standard file is closed");
    }
    return open;
  }

  private Object flush() throws IOException {
    current(output).flush();
    return true;
  }

  private Object open(Object[] args) {
    LuaString name = Arguments.string(args, 0);
    String mode = Arguments.optionalString(args, 1, READ_MODE).toString();
    try {
      return created(new LuaFile(FileDevice.open(FileName.path(name), mode), false));
    } catch (IOException e) {
      return SystemError.of(e).results(name);
    }
  }

  private Object popen(Object[] args) {
    LuaString command = Arguments.string(args, 0);
    String mode = Arguments.optionalString(args, 1, READ_MODE).toString();
    try {
      StandardFiles.of(vm).flush();
      if (!mode.equals("r") && !mode.equals("w")) {
        throw new LuaFile.Fault(SystemError.INVALID);
      }
      boolean read = mode.equals("r");
      return created(new LuaFile(StreamDevice.command(FileName.text(command), read), false));
    } catch (IOException e) {
      return SystemError.of(e).results(command);
    }
  }

  private Object close(Object[] args) {
    Userdata file = args.length == 0 ? output : FileMethods.file(args);
    return closeFile(file);
  }

  /** Closes a file; for the function and for the method. */
  static Object closeFile(Userdata userdata) {
    LuaFile file = usable(userdata);
    if (file.isStandard()) {
      return Results.of(null, LuaString.of("cannot close standard file"));
    }
    try {
      return file.close();
    } catch (IOException e) {
      return SystemError.of(e).results(null);
    }
  }

  private Object lines(Object[] args) {
    if (Arguments.at(args, 0) == null) {
      return lineIterator(current(input), BaseLibrary.rest(args, 1), false);
    }
    LuaString name = Arguments.string(args, 0);
    return lineIterator(openForReading(name, "r"), BaseLibrary.rest(args, 1), true);
  }

  private static LuaFile openForReading(LuaString name, String mode) {
    try {
      return new LuaFile(FileDevice.open(FileName.path(name), mode), false);
    } catch (IOException e) {
      throw Arguments.error(0, name + ": " + SystemError.of(e).text());
    }
  }

  /** The iterator over a file by formats; it closes the file at the end if it opened it. */
  static JavaFunction lineIterator(LuaFile file, Object[] formats, boolean closes) {
    return JavaFunction.variadic(
        "lines_iter",
        ignored -> {
          if (file.isClosed()) {
            throw LuaError.at(1, "file is already closed");
          }
          try {
            Object result = FileReading.read(file, formats, 0);
            if (closes && Results.first(result) == null) {
              file.close();
            }
            return result;
          } catch (IOException e) {
            throw LuaError.at(1, SystemError.of(e).text());
          }
        });
  }

  private Object redirect(Object[] args, boolean reading) {
    Object target = Arguments.at(args, 0);
    Userdata file;
    if (target instanceof LuaString name) {
      file = created(openForReading(name, reading ? "r" : "w"));
    } else if (target != null) {
      file = FileMethods.file(args);
    } else {
      return reading ? input : output;
    }
    if (reading) {
      input = file;
    } else {
      output = file;
    }
    return file;
  }

  private static Object type(Object[] args) {
    Object value = Arguments.any(args, 0);
    if (value instanceof Userdata u && u.value() instanceof LuaFile file) {
      return LuaString.of(file.isClosed() ? "closed file" : "file");
    }
    return null;
  }

  /** The text of a file userdata. */
  static LuaString describe(Userdata userdata) {
    boolean closed = ((LuaFile) userdata.value()).isClosed();
    return LuaString.of("file (" + (closed ? "closed" : Conversions.address(userdata)) + ")");
  }
}
