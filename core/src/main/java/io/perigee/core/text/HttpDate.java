package io.perigee.core.text;

/**
 * Dates of HTTP headers and cookies: written in the fixed form of RFC 9110 section 5.6.7, read in
 * all three forms of that section as nginx's {@code ngx_parse_http_time} reads them. No locale and
 * no time zone but GMT is involved.
 */
public final class HttpDate {
  /** The answer for a text that is no date. */
  public static final long INVALID = -1;

  private static final String[] WEEK = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };
  private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final long DAY = 86400;

  private HttpDate() {}

  /** A time in seconds since 1970 as {@code Thu, 01 Jan 1970 00:00:00 GMT}. */
  public static String format(long seconds) {
    return text(seconds, ' ', 4);
  }

  /**
   * A time as a cookie's Expires attribute: {@code Thu, 01-Jan-70 00:00:00 GMT}, with four digits
   * for years after 2037, since clients may take two as 1938.
   */
  public static String formatCookie(long seconds) {
    return text(seconds, '-', year(seconds) > 2037 ? 4 : 2);
  }

  private static int year(long seconds) {
    return civil(Math.floorDiv(seconds, DAY))[0];
  }

  private static String text(long seconds, char separator, int yearDigits) {
    long days = Math.floorDiv(seconds, DAY);
    int[] date = civil(days);
    long day = Math.floorMod(seconds, DAY);
    int second = (int) day;
    StringBuilder out = new StringBuilder(29);
    out.append(WEEK[Math.floorMod(days, 7)]).append(", ");
    two(out, date[2]).append(separator).append(MONTHS[date[1] - 1]).append(separator);
    if (yearDigits == 4) {
      two(out, date[0] / 100);
    }
    two(out, date[0] % 100).append(' ');
    two(out, second / 3600).append(':');
    two(out, second / 60 % 60).append(':');
    return two(out, second % 60).append(" GMT").toString();
  }

  private static StringBuilder two(StringBuilder out, int value) {
    return out.append((char) ('0' + value / 10 % 10)).append((char) ('0' + value % 10));
  }

  /** Year, month from 1 and day from 1 of a number of days since 1970, in years from March. */
  private static int[] civil(long days) {
    long shifted = days + 719468;
    long era = Math.floorDiv(shifted, 146097);
    int dayOfEra = (int) (shifted - era * 146097);
    int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int shiftedMonth = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
    int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
    int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
    return new int[] {year, month, day};
  }

  private static long days(int year, int month, int day) {
    int y = month <= 2 ? year - 1 : year;
    long era = Math.floorDiv(y, 400);
    int yearOfEra = (int) (y - era * 400);
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146097 + dayOfEra - 719468;
  }

  /** Seconds since 1970 of a date in one of the three forms, or {@link #INVALID}. */
  public static long parse(byte[] text) {
    return new Reader(text).date();
  }

  /** Reads one text from left to right; {@code failed} once it cannot be a date. */
  private static final class Reader {
    private final byte[] text;
    private int at;
    private boolean failed;
    private int year;
    private int month;
    private int day;
    private long time;

    Reader(byte[] text) {
      this.text = text;
    }

    long date() {
      int comma = Ascii.indexOf(text, ',', 0);
      if (comma >= 0) {
        at = comma + 1;
        spaces();
        afterWeekday();
      } else {
        at = Math.max(0, Ascii.indexOf(text, ' ', 0));
        spaces();
        asctime();
      }
      if (failed || !valid()) {
        return INVALID;
      }
      return days(year, month, day) * DAY + time;
    }

    /** RFC 1123 {@code 31 Dec 1970 ...} or RFC 850 {@code 31-Dec-70 ...}. */
    private void afterWeekday() {
      day = number(2);
      boolean dashes = at < text.length && text[at] == '-';
      at++;
      month = month();
      at++;
      year = dashes ? twoDigitYear() : number(4);
      spaces();
      clock();
    }

    private int twoDigitYear() {
      int value = number(2);
      return value < 70 ? value + 2000 : value + 1900;
    }

    /** {@code Dec 31 23:59:59 1970}. */
    private void asctime() {
      month = month();
      spaces();
      day = at + 1 < text.length && text[at + 1] == ' ' ? number(1) : number(2);
      spaces();
      clock();
      spaces();
      year = number(4);
    }

    private void clock() {
      int hour = number(2);
      colon();
      int minute = number(2);
      colon();
      int second = number(2);
      failed |= hour > 23 || minute > 59 || second > 59;
      time = hour * 3600L + minute * 60L + second;
    }

    private void colon() {
      failed |= at >= text.length || text[at] != ':';
      at++;
    }

    private void spaces() {
      while (at < text.length && text[at] == ' ') {
        at++;
      }
    }

    private int number(int digits) {
      int value = 0;
      for (int i = 0; i < digits; i++, at++) {
        if (at >= text.length || text[at] < '0' || text[at] > '9') {
          failed = true;
          return 0;
        }
        value = value * 10 + text[at] - '0';
      }
      return value;
    }

    private int month() {
      for (int i = 0; i < MONTHS.length && at + 3 <= text.length; i++) {
        if (Ascii.string(text, at, at + 3).equals(MONTHS[i])) {
          at += 3;
          return i + 1;
        }
      }
      failed = true;
      return 1;
    }

    private boolean valid() {
      boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
      int last = month == 2 && leap ? 29 : DAYS[month - 1];
      return day >= 1 && day <= last && year >= 1970;
    }
  }
}
