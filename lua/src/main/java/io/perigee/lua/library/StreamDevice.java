package io.perigee.lua.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A standard stream, or one end of a pipe to a process; cannot be positioned. */
final class StreamDevice implements LuaFile.Channel {
  private final InputStream input;
  private final OutputStream output;
  private final Process process;

  private StreamDevice(InputStream input, OutputStream output, Process process) {
    this.input = input;
    this.output = output;
    this.process = process;
  }

  static StreamDevice reading(InputStream input) {
    return new StreamDevice(input, null, null);
  }

  static StreamDevice writing(OutputStream output) {
    return new StreamDevice(null, output, null);
  }

  /** Runs a command of the shell; the pipe is to its output or its input. */
  static StreamDevice command(String command, boolean read) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command).inheritIO();
    if (read) {
      builder.redirectOutput(ProcessBuilder.Redirect.PIPE);
    } else {
      builder.redirectInput(ProcessBuilder.Redirect.PIPE);
    }
    Process process = builder.start();
    return read
        ? new StreamDevice(process.getInputStream(), null, process)
        : new StreamDevice(null, process.getOutputStream(), process);
  }

  @Override
  public boolean isReadable() {
    return input != null;
  }

  @Override
  public boolean isWritable() {
    return output != null;
  }

  @Override
  public int read(byte[] into, int from, int count) throws IOException {
    return input.read(into, from, count);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    output.write(bytes, from, count);
    output.flush();
  }

  @Override
  public long position() throws IOException {
    throw new LuaFile.Fault(SystemError.ILLEGAL_SEEK);
  }

  @Override
  public void position(long position) throws IOException {
    throw new LuaFile.Fault(SystemError.ILLEGAL_SEEK);
  }

  @Override
  public long size() throws IOException {
    throw new LuaFile.Fault(SystemError.ILLEGAL_SEEK);
  }

  @Override
  public Object close() throws IOException {
    if (input != null) {
      input.close();
    }
    if (output != null) {
      output.close();
    }
    if (process != null) {
      Commands.await(process);
    }
    return true;
  }
}
