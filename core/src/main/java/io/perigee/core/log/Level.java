package io.perigee.core.log;

import io.perigee.core.text.Ascii;
import org.jspecify.annotations.Nullable;

/** The levels of the error log, from the gravest; their order gives nginx's numbers. */
public enum Level {
  STDERR,
  EMERG,
  ALERT,
  CRIT,
  ERROR,
  WARN,
  NOTICE,
  INFO,
  DEBUG;

  private static final Level[] ALL = values();

  private final String word = name().equals("STDERR") ? "" : Ascii.lower(name());

  /** The word in square brackets; empty for stderr. */
  public String word() {
    return word;
  }

  /** The level with nginx's number, or null. */
  public static @Nullable Level ofNumber(int number) {
    return number >= 0 && number < ALL.length ? ALL[number] : null;
  }

  /** The level that the error_log directive names with this word, or null. */
  public static @Nullable Level ofWord(String word) {
    for (Level level : ALL) {
      if (level != STDERR && level.word.equals(word)) {
        return level;
      }
    }
    return null;
  }

  /** Whether a log with this threshold writes a message of that level. */
  public boolean admits(Level message) {
    return message.compareTo(this) <= 0;
  }
}
