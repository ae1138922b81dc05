package io.perigee.lua.library;

import io.perigee.lua.pattern.ByteBuilder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.TimeZone;

/** C's strftime in the C locale, for {@code os.date}. */
final class DateText {
  private final ZonedDateTime time;
  private final ByteBuilder out = new ByteBuilder(64);

  private DateText(ZonedDateTime time) {
    this.time = time;
  }

  static byte[] format(byte[] format, ZonedDateTime time) {
    DateText text = new DateText(time);
    text.append(format);
    return text.out.toBytes();
  }

  private void append(byte[] format) {
    int i = 0;
    while (i < format.length) {
      if (format[i] != '%' || i + 1 == format.length) {
        out.add(format[i++]);
        continue;
      }
      int verb = i + 1;
      boolean modified = format[verb] == 'E' || format[verb] == 'O';
      if (modified && verb + 1 < format.length) {
        verb++;
      }
      if (!appendDate(format[verb]) && !appendTime(format[verb])) {
        out.add(format, i, verb + 1);
      }
      i = verb + 1;
    }
  }

  private void append(String format) {
    append(format.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void number(long value, int width, char padding) {
    String digits = Long.toString(value);
    out.repeat(padding, width - digits.length());
    out.add(digits);
  }

  private boolean appendDate(int verb) {
    switch (verb) {
      case 'a' -> out.add(time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
      case 'A' -> out.add(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
      case 'b', 'h' -> out.add(time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH));
      case 'B' -> out.add(time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
      case 'C' -> number(Math.floorDiv(time.getYear(), 100), 2, '0');
      case 'd' -> number(time.getDayOfMonth(), 2, '0');
      case 'D', 'x' -> append("%m/%d/%y");
      case 'e' -> number(time.getDayOfMonth(), 2, ' ');
      case 'F' -> append("%Y-%m-%d");
      case 'g' -> number(Math.floorMod(time.get(IsoFields.WEEK_BASED_YEAR), 100), 2, '0');
      case 'G' -> number(time.get(IsoFields.WEEK_BASED_YEAR), 1, '0');
      case 'j' -> number(time.getDayOfYear(), 3, '0');
      case 'm' -> number(time.getMonthValue(), 2, '0');
      case 'u' -> number(time.getDayOfWeek().getValue(), 1, '0');
      case 'U' -> number(week(time.getDayOfWeek().getValue() % 7), 2, '0');
      case 'V' -> number(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0');
      case 'w' -> number(time.getDayOfWeek().getValue() % 7, 1, '0');
      case 'W' -> number(week(time.getDayOfWeek().getValue() - 1), 2, '0');
      case 'y' -> number(Math.floorMod(time.getYear(), 100), 2, '0');
      case 'Y' -> number(time.getYear(), 1, '0');
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The week of the year, counted from the first day that has number 0 of its week. */
  private int week(int dayOfWeek) {
    return (time.getDayOfYear() - 1 + 7 - dayOfWeek) / 7;
  }

  private boolean appendTime(int verb) {
    int hour = time.get(ChronoField.CLOCK_HOUR_OF_AMPM);
    switch (verb) {
      case 'c' -> append("%a %b %e %H:%M:%S %Y");
      case 'H' -> number(time.getHour(), 2, '0');
      case 'I' -> number(hour, 2, '0');
      case 'k' -> number(time.getHour(), 2, ' ');
      case 'l' -> number(hour, 2, ' ');
      case 'M' -> number(time.getMinute(), 2, '0');
      case 'n' -> out.add('\n');
      case 'p' -> out.add(time.getHour() < 12 ? "AM" : "PM");
      case 'P' -> out.add(time.getHour() < 12 ? "am" : "pm");
      case 'r' -> append("%I:%M:%S %p");
      case 'R' -> append("%H:%M");
      case 's' -> number(time.toEpochSecond(), 1, '0');
      case 'S' -> number(time.getSecond(), 2, '0');
      case 't' -> out.add('\t');
      case 'T', 'X' -> append("%H:%M:%S");
      case 'z' -> offset();
      case 'Z' -> out.add(zoneName());
      case '%' -> out.add('%');
      default -> {
        return false;
      }
    }
    return true;
  }

  private void offset() {
    int seconds = time.getOffset().getTotalSeconds();
    out.add(seconds < 0 ? '-' : '+');
    int minutes = Math.abs(seconds) / 60;
    number(minutes / 60 * 100 + minutes % 60, 4, '0');
  }

  private String zoneName() {
    ZoneId zone = time.getZone();
    if (zone.equals(ZoneOffset.UTC)) {
      return "GMT";
    }
    boolean summer = zone.getRules().isDaylightSavings(time.toInstant());
    return TimeZone.getTimeZone(zone).getDisplayName(summer, TimeZone.SHORT, Locale.ENGLISH);
  }
}
