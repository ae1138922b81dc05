package io.perigee.core.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The local time in a form without fractions, made once a second. */
final class SecondText {
  /** The last second that was formatted: the time is the same for most lines of a busy moment. */
  private record Second(long epoch, String text) {}

  private final DateTimeFormatter form;
  private volatile Second last = new Second(-1, "");

  SecondText(DateTimeFormatter form) {
    this.form = form;
  }

  String now() {
    long epoch = System.currentTimeMillis() / 1000;
    Second known = last;
    if (known.epoch != epoch) {
      ZonedDateTime time = Instant.ofEpochSecond(epoch).atZone(ZoneId.systemDefault());
      known = new Second(epoch, form.format(time));
      last = known;
    }
    return known.text;
  }
}
