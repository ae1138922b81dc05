package io.perigee.conf.text;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;

/**
 * The errors of the operating system as nginx prints them: {@code (2: No such file or directory)}.
 */
public final class SystemErrors {
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("Operation not permitted", 1),
          Map.entry("No such file or directory", 2),
          Map.entry("Input/output error", 5),
          Map.entry("Resource temporarily unavailable", 11),
          Map.entry("Permission denied", 13),
          Map.entry("File exists", 17),
          Map.entry("Not a directory", 20),
          Map.entry("Is a directory", 21),
          Map.entry("Invalid argument", 22),
          Map.entry("Too many open files in system", 23),
          Map.entry("Too many open files", 24),
          Map.entry("No space left on device", 28),
          Map.entry("Read-only file system", 30),
          Map.entry("File name too long", 36),
          Map.entry("Too many levels of symbolic links", 40),
          Map.entry("Broken pipe", 32),
          Map.entry("Message too long", 90),
          Map.entry("Protocol wrong type for socket", 91),
          Map.entry("Address family not supported by protocol", 97),
          Map.entry("Address already in use", 98),
          Map.entry("Cannot assign requested address", 99),
          Map.entry("Network is down", 100),
          Map.entry("Network is unreachable", 101),
          Map.entry("Connection reset by peer", 104),
          Map.entry("Transport endpoint is not connected", 107),
          Map.entry("Connection timed out", 110),
          Map.entry("Connection refused", 111),
          Map.entry("Host is down", 112),
          Map.entry("No route to host", 113));

  private SystemErrors() {}

  /** The numbers of Linux's errors by the C library's words, as far as they are known here. */
  public static Map<String, Integer> numbers() {
    return NUMBERS;
  }

  /** Number and text of the error behind an exception, in parentheses. */
  public static String text(IOException e) {
    String text = reason(e);
    Integer number = NUMBERS.get(text);
    return number == null ? "(" + text + ")" : "(" + number + ": " + text + ")";
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "No such file or directory";
    }
    if (e instanceof AccessDeniedException) {
      return "Permission denied";
    }
    if (e instanceof NotDirectoryException) {
      return "Not a directory";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "File exists";
    }
    String message = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    if (message == null) {
      return e.getClass().getSimpleName();
    }
    // FileOutputStream says: NAME (REASON)
    int open = message.lastIndexOf('(');
    return open >= 0 && message.endsWith(")")
        ? message.substring(open + 1, message.length() - 1)
        : message;
  }
}
