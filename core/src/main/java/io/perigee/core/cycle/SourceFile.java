package io.perigee.core.cycle;

import java.nio.file.Path;

/** A file of the configuration as it was read; option {@code -T} prints them. */
public final class SourceFile {
  private final Path path;
  private final byte[] content;

  SourceFile(Path path, byte[] content) {
    this.path = path;
    this.content = content;
  }

  /** The file's name. */
  public Path path() {
    return path;
  }

  /** The bytes that were read. */
  public byte[] content() {
    return content;
  }
}
