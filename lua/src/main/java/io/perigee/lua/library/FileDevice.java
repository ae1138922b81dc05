package io.perigee.lua.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/** A file of the file system, opened by the rules of C's fopen. */
final class FileDevice implements LuaFile.Channel {
  private final FileChannel channel;
  private final boolean appends;
  private final boolean readable;
  private final boolean writable;

  private FileDevice(FileChannel channel, char kind, boolean both) {
    this.channel = channel;
    this.appends = kind == 'a';
    this.readable = kind == 'r' || both;
    this.writable = kind != 'r' || both;
  }

  /** Opens a file in a mode of fopen. */
  static FileDevice open(Path path, String mode) throws IOException {
    if (mode.isEmpty() || "rwa".indexOf(mode.charAt(0)) < 0) {
      throw new LuaFile.Fault(SystemError.INVALID);
    }
    char kind = mode.charAt(0);
    boolean both = mode.indexOf('+') > 0;
    Set<OpenOption> options = new HashSet<>();
    if (kind == 'r' || both) {
      options.add(StandardOpenOption.READ);
    }
    if (kind != 'r' || both) {
      options.add(StandardOpenOption.WRITE);
      if (Files.isDirectory(path)) {
        throw new LuaFile.Fault(new SystemError("Is a directory", 21));
      }
    }
    if (kind != 'r') {
      boolean exclusive = mode.indexOf('x') > 0;
      options.add(exclusive ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE);
    }
    if (kind == 'w') {
      options.add(StandardOpenOption.TRUNCATE_EXISTING);
    }
    if (kind == 'r' || Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return new FileDevice(FileChannel.open(path, options), kind, both);
    }
    var permissions = PosixFilePermissions.fromString("rw-rw-rw-");
    return new FileDevice(
        FileChannel.open(path, options, PosixFilePermissions.asFileAttribute(permissions)),
        kind,
        both);
  }

  /** A new file that vanishes when it is closed. */
  static FileDevice temporary() throws IOException {
    Path path = Files.createTempFile("lua_", null);
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    return new FileDevice(channel, 'w', true);
  }

  @Override
  public boolean isReadable() {
    return readable;
  }

  @Override
  public boolean isWritable() {
    return writable;
  }

  @Override
  public int read(byte[] into, int from, int count) throws IOException {
    return channel.read(ByteBuffer.wrap(into, from, count));
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    if (appends) {
      channel.position(channel.size());
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes, from, count);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  public long position() throws IOException {
    return channel.position();
  }

  @Override
  public void position(long position) throws IOException {
    channel.position(position);
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public Object close() throws IOException {
    channel.close();
    return true;
  }
}
