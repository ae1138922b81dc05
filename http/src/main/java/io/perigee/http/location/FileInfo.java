package io.perigee.http.location;

import io.perigee.conf.text.SystemErrors;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.request.Request;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the file system says about a name: kind, size and time, or the error. */
public final class FileInfo {
  private static final String NAME_TOO_LONG = "File name too long";
  private static final String NOT_A_DIRECTORY = "Not a directory";
  private static final String LOOP = "Too many levels of symbolic links";

  private final @Nullable Path path;
  private final @Nullable BasicFileAttributes attributes;
  private final @Nullable IOException error;

  private FileInfo(
      @Nullable Path path, @Nullable BasicFileAttributes attributes, @Nullable IOException error) {
    this.path = path;
    this.attributes = attributes;
    this.error = error;
  }

  /** Asks the file system about a name; links that the request's location refuses are errors. */
  public static FileInfo of(Request r, byte[] name) {
    Path path = FilePath.toPath(name);
    if (path == null) {
      return new FileInfo(null, null, new NoSuchFileException(""));
    }
    SymlinkPolicy links = r.settings().get(CoreSettings.DISABLE_SYMLINKS);
    try {
      if (!links.isOff()) {
        links.check(r, name, path);
      }
      return new FileInfo(path, Files.readAttributes(path, BasicFileAttributes.class), null);
    } catch (IOException e) {
      return new FileInfo(path, null, e);
    }
  }

  /** Whether there is such a file, of whatever kind. */
  public boolean exists() {
    return attributes != null;
  }

  /** Whether the name leads to nothing: no such file, not a directory, name too long. */
  public boolean isMissing() {
    return error != null && isMissing(error);
  }

  /** Whether an error says that a name leads to nothing. */
  public static boolean isMissing(IOException error) {
    if (error instanceof NoSuchFileException || error instanceof NotDirectoryException) {
      return true;
    }
    String reason = error instanceof FileSystemException f ? f.getReason() : null;
    return NAME_TOO_LONG.equals(reason) || NOT_A_DIRECTORY.equals(reason);
  }

  /** Whether an error says that access is refused. */
  public static boolean isForbidden(IOException error) {
    String reason = error instanceof FileSystemException f ? f.getReason() : null;
    return error instanceof AccessDeniedException || LOOP.equals(reason);
  }

  /** Whether access to the name is refused. */
  public boolean isForbidden() {
    return error != null && isForbidden(error);
  }

  /** Number and text of the error, in parentheses; empty if there is none. */
  public String error() {
    if (error == null) {
      return "";
    }
    return error instanceof NoSuchFileException && isBelowFile()
        ? SystemErrors.text(new NotDirectoryException(""))
        : SystemErrors.text(error);
  }

  /** The JDK does not tell "no such file" from "a part of the name is no directory". */
  private boolean isBelowFile() {
    Path above = path == null ? null : path.getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    return above != null && !Files.isDirectory(above);
  }

  /** Whether it is a regular file. */
  public boolean isFile() {
    return attributes != null && attributes.isRegularFile();
  }

  /** Whether it is a directory. */
  public boolean isDirectory() {
    return attributes != null && attributes.isDirectory();
  }

  /** Its size in bytes. */
  public long size() {
    return attributes == null ? 0 : attributes.size();
  }

  /** Its modification time in seconds since 1970. */
  public long modified() {
    return attributes == null ? -1 : attributes.lastModifiedTime().to(TimeUnit.SECONDS);
  }

  /** The name in the JDK's form, or null for bytes that can be no file name. */
  public @Nullable Path path() {
    return path;
  }
}
