package io.perigee.conf.value;

/**
 * Numbers, sizes and times as nginx writes them ({@code ngx_atoi}, {@code ngx_parse_size}, {@code
 * ngx_parse_offset}, {@code ngx_parse_time}). What cannot be read is {@link #INVALID}.
 */
public final class Quantities {
  /** The answer for a text that is no such quantity (nginx's NGX_ERROR). */
  public static final long INVALID = -1;

  private static final int KILO = 1024;

  private Quantities() {}

  /** A decimal number without a sign. */
  public static long decimal(String text) {
    return decimal(text, 0, text.length());
  }

  private static long decimal(String text, int from, int to) {
    if (from >= to) {
      return INVALID;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
        return INVALID;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /** A size with an optional {@code k} or {@code m}. */
  public static long size(String text) {
    return scaled(text, false);
  }

  /** A size with an optional {@code k}, {@code m} or {@code g}. */
  public static long offset(String text) {
    return scaled(text, true);
  }

  private static long scaled(String text, boolean giga) {
    if (text.isEmpty()) {
      return INVALID;
    }
    int end = text.length() - 1;
    long scale =
        switch (text.charAt(end)) {
          case 'k', 'K' -> KILO;
          case 'm', 'M' -> KILO * KILO;
          case 'g', 'G' -> giga ? KILO * KILO * KILO : 1;
          default -> 1;
        };
    long number = decimal(text, 0, scale == 1 ? end + 1 : end);
    return number == INVALID || number > Long.MAX_VALUE / scale ? INVALID : number * scale;
  }

  /** A time in milliseconds; a bare number is seconds. */
  public static long millis(String text) {
    return new TimeText(text, true).read();
  }

  /** A time in seconds. */
  public static long seconds(String text) {
    return new TimeText(text, false).read();
  }

  /**
   * One text such as {@code 1h 30m} or {@code 500ms}. Units must come from large to small, each at
   * most once; a number without a unit is seconds and ends the text.
   */
  private static final class TimeText {
    private static final String UNITS = "yMwdhms";
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private final String text;
    private final boolean asMillis;
    private int at;
    private int step;
    private long total;

    TimeText(String text, boolean asMillis) {
      this.text = text;
      this.asMillis = asMillis;
    }

    long read() {
      if (text.isEmpty()) {
        return INVALID;
      }
      while (at < text.length()) {
        int start = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
          at++;
        }
        long number = decimal(text, start, at);
        if (number == INVALID || !add(number)) {
          return INVALID;
        }
        while (at < text.length() && text.charAt(at) == ' ') {
          at++;
        }
      }
      return total;
    }

    /** Reads the unit after a number and adds both; false when they are not in order. */
    private boolean add(long number) {
      if (at == text.length() || text.charAt(at) == ' ') {
        boolean lastOne = text.substring(at).isBlank();
        return step <= 6 && lastOne && sum(number, asMillis ? 1000 : 1, 7);
      }
      char unit = text.charAt(at++);
      if (unit == 'm' && at < text.length() && text.charAt(at) == 's') {
        at++;
        return asMillis && step <= 7 && sum(number, 1, 8);
      }
      int place = UNITS.indexOf(unit);
      if (place < 0 || step > place) {
        return false;
      }
      long seconds =
          switch (unit) {
            case 'y' -> 365 * DAY;
            case 'M' -> 30 * DAY;
            case 'w' -> 7 * DAY;
            case 'd' -> DAY;
            case 'h' -> HOUR;
            case 'm' -> MINUTE;
            default -> 1;
          };
      return sum(number, asMillis ? seconds * 1000 : seconds, place + 1);
    }

    private boolean sum(long number, long scale, int nextStep) {
      step = nextStep;
      if (number > Long.MAX_VALUE / scale || total > Long.MAX_VALUE - number * scale) {
        return false;
      }
      total += number * scale;
      return true;
    }
  }
}
