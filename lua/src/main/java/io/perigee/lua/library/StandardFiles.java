package io.perigee.lua.library;

import io.perigee.lua.LuaVm;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The three standard files of a VM, shared by {@code print} and the io library. A host that wants
 * them elsewhere attaches its own before the libraries are installed; whoever ends a VM that wrote
 * to standard output calls {@link #flush}.
 */
public final class StandardFiles {
  private final LuaFile input;
  private final LuaFile output;
  private final LuaFile error;

  /** Standard files over these streams. */
  public StandardFiles(InputStream in, OutputStream out, OutputStream err) {
    input = new LuaFile(StreamDevice.reading(in), true);
    output = new LuaFile(StreamDevice.writing(out), true);
    error = new LuaFile(StreamDevice.writing(err), true);
    error.buffering(LuaFile.Buffering.NONE);
  }

  /** The standard files of a VM; those of the process where the host attached none. */
  public static StandardFiles of(LuaVm vm) {
    StandardFiles files = vm.attachment(StandardFiles.class);
    if (files == null) {
      files = ofProcess();
      vm.attach(StandardFiles.class, files);
    }
    return files;
  }

  @SuppressWarnings("SystemConsoleNull") // without a terminal the default console is null
  private static StandardFiles ofProcess() {
    StandardFiles files =
        new StandardFiles(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err));
    if (System.console() != null && System.console().isTerminal()) {
      files.output.buffering(LuaFile.Buffering.LINE);
    }
    return files;
  }

  LuaFile input() {
    return input;
  }

  LuaFile output() {
    return output;
  }

  LuaFile error() {
    return error;
  }

  /** Writes out what is buffered. */
  public void flush() throws IOException {
    output.flush();
    error.flush();
  }
}
