package io.perigee.httpmodules.rewrite;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.location.FileInfo;
import io.perigee.http.request.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The tests {@code -f}, {@code -d}, {@code -e} and {@code -x} of a condition. */
enum FileTest {
  FILE('f'),
  DIRECTORY('d'),
  EXISTS('e'),
  EXECUTABLE('x');

  private final char letter;

  FileTest(char letter) {
    this.letter = letter;
  }

  static @Nullable FileTest ofLetter(char letter) {
    for (FileTest test : values()) {
      if (test.letter == letter) {
        return test;
      }
    }
    return null;
  }

  boolean holds(Request r, byte[] name) {
    FileInfo info = FileInfo.of(r, name);
    if (!info.exists()) {
      if (!info.isMissing()) {
        r.log(Level.CRIT, "stat() \"" + Ascii.string(name) + "\" failed " + info.error());
      }
      return false;
    }
    return switch (this) {
      case FILE -> info.isFile();
      case DIRECTORY -> info.isDirectory();
      case EXISTS -> true;
      case EXECUTABLE -> info.isFile() && isExecutable(info.path());
    };
  }

  private static boolean isExecutable(@Nullable Path path) {
    return path != null && Files.isExecutable(path);
  }
}
