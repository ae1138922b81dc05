package io.perigee.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The file of the {@code pid} directive: the number of the running server's process. */
record PidFile(Path path) {

  /** Writes the number of this process. */
  void write() throws IOException {
    Files.writeString(path, ProcessHandle.current().pid() + "\n");
  }

  /** Throws what {@link #write} would throw for lack of a folder or of rights; writes nothing. */
  void check() throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(path)) {
      throw new FileSystemException(path.toString(), null, "Is a directory");
    }
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(path.toString());
    }
    if (!Files.isWritable(Files.exists(path) ? path : folder)) {
      throw new AccessDeniedException(path.toString());
    }
  }

  /** Removes the file; one that is already gone is no fault. */
  void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  /**
   * Reads the number back. Whatever is not a positive number is refused in the words of {@code
   * ngx_signal_process}.
   */
  long read() throws IOException {
    String text;
    try {
      text = Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException missing) {
      throw new IOException(
          "open() \"" + path + "\" failed (2: No such file or directory)", missing);
    }
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    String digits = text.substring(0, end);
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IOException("invalid PID number \"" + digits + "\" in \"" + path + "\"");
    }
    return Long.parseLong(digits);
  }
}
