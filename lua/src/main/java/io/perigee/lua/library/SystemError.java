package io.perigee.lua.library;

import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;

/**
 * An error of the operating system: its number and C's text for it. Java's exceptions carry one of
 * both at best.
 *
 * @param text C's strerror text
 * @param number the errno value on Linux
 */
record SystemError(String text, int number) {
  private static final SystemError NOT_FOUND = new SystemError("No such file or directory", 2);
  private static final SystemError DENIED = new SystemError("Permission denied", 13);
  private static final SystemError EXISTS = new SystemError("File exists", 17);
  private static final SystemError NOT_DIRECTORY = new SystemError("Not a directory", 20);
  private static final SystemError NOT_EMPTY = new SystemError("Directory not empty", 39);
  private static final SystemError LOOP = new SystemError("Too many levels of symbolic links", 40);

  /** A file that is not open for what was asked. */
  static final SystemError BAD_DESCRIPTOR = new SystemError("Bad file descriptor", 9);

  /** A wrong parameter of a system call. */
  static final SystemError INVALID = new SystemError("Invalid argument", 22);

  /** A seek in a pipe. */
  static final SystemError ILLEGAL_SEEK = new SystemError("Illegal seek", 29);

  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("Operation not permitted", 1),
          Map.entry("Input/output error", 5),
          Map.entry("No such device or address", 6),
          Map.entry("Cannot allocate memory", 12),
          Map.entry("Device or resource busy", 16),
          Map.entry("Invalid cross-device link", 18),
          Map.entry("Is a directory", 21),
          Map.entry("Invalid argument", 22),
          Map.entry("Too many open files", 24),
          Map.entry("Text file busy", 26),
          Map.entry("No space left on device", 28),
          Map.entry("Read-only file system", 30),
          Map.entry("Broken pipe", 32),
          Map.entry("File name too long", 36));

  static SystemError of(IOException e) {
    return switch (e) {
      case NoSuchFileException x -> NOT_FOUND;
      case AccessDeniedException x -> DENIED;
      case FileAlreadyExistsException x -> EXISTS;
      case NotDirectoryException x -> NOT_DIRECTORY;
      case DirectoryNotEmptyException x -> NOT_EMPTY;
      case FileSystemLoopException x -> LOOP;
      case LuaFile.Fault x -> x.error();
      case FileSystemException x -> ofText(x.getReason());
      default -> ofText(e.getMessage());
    };
  }

  private static SystemError ofText(String text) {
    String known = text == null ? "Input/output error" : text;
    return new SystemError(known, NUMBERS.getOrDefault(known, 5));
  }

  /** The three results nil, message, number of a library function that failed. */
  Object results(LuaString file) {
    String message = file == null ? text : file + ": " + text;
    return Results.of(new Object[] {null, LuaString.of(message), (double) number});
  }
}
