package io.perigee.http.core;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Names of files between the configuration's Latin-1 text, which is bytes, and the JDK. */
final class Directories {
  private Directories() {}

  /** The bytes of a file name as Latin-1 text. */
  static String bytes(Path path) {
    return new String(
        path.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
