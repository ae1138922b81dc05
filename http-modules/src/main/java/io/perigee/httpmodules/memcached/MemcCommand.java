package io.perigee.httpmodules.memcached;

import io.perigee.core.text.Ascii;
import io.perigee.http.request.Methods;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The commands that the memc module knows. */
enum MemcCommand {
  GET,
  SET,
  ADD,
  REPLACE,
  APPEND,
  PREPEND,
  DELETE,
  INCR,
  DECR,
  FLUSH_ALL,
  STATS,
  VERSION,
  VERBOSITY;

  @SuppressWarnings("ImmutableEnumChecker") // the array is never changed
  private final byte[] word = Ascii.latin1(name().toLowerCase(Locale.ROOT));

  /** The word as memcached knows it. */
  byte[] word() {
    return word;
  }

  /** The command of that name in any case, or null. */
  static @Nullable MemcCommand named(byte[] name) {
    for (MemcCommand command : values()) {
      if (Ascii.equalsIgnoreCase(name, command.word)) {
        return command;
      }
    }
    return null;
  }

  /** The command that a request's method stands for, or null. */
  static @Nullable MemcCommand ofMethod(int method) {
    return switch (method) {
      case Methods.GET, Methods.HEAD -> GET;
      case Methods.POST -> ADD;
      case Methods.PUT -> SET;
      case Methods.DELETE -> DELETE;
      default -> null;
    };
  }

  /** Whether it stores a value. */
  boolean stores() {
    return switch (this) {
      case SET, ADD, REPLACE, APPEND, PREPEND -> true;
      default -> false;
    };
  }

  /** Whether it concerns a key. */
  boolean hasKey() {
    return switch (this) {
      case FLUSH_ALL, STATS, VERSION, VERBOSITY -> false;
      default -> true;
    };
  }
}
