package io.perigee.core.worker;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The time as a worker sees it: read from the system when an event begins, the same until the event
 * ends (nginx's cached time). Texts are made anew once a second and only when asked for.
 */
public final class WorkerClock {
  private static final DateTimeFormatter HTTP =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
  private static final DateTimeFormatter ERROR_LOG =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ENGLISH);
  private static final DateTimeFormatter ACCESS_LOG =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
  private static final DateTimeFormatter ISO_8601 =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ENGLISH);

  private final ZoneId zone = ZoneId.systemDefault();
  private long millis;
  private long monotonic;
  private long textSecond = -1;
  private byte[] httpDate = new byte[0];
  private byte[] errorLogTime = new byte[0];
  private byte[] accessLogTime = new byte[0];
  private byte[] iso8601 = new byte[0];

  /** A clock that shows the present time. */
  public WorkerClock() {
    update();
  }

  /** Reads the system's time. Within a millisecond the time of day is not asked for again. */
  public void update() {
    long now = System.nanoTime() / 1_000_000;
    if (now != monotonic || millis == 0) {
      monotonic = now;
      millis = System.currentTimeMillis();
    }
  }

  /** Milliseconds since 1970. */
  public long millis() {
    return millis;
  }

  /** Seconds since 1970. */
  public long seconds() {
    return millis / 1000;
  }

  /** Milliseconds of a time that never jumps; for timers and durations. */
  public long monotonic() {
    return monotonic;
  }

  /** The Date header's form, 29 bytes; shared, not to be changed. */
  public byte[] httpDate() {
    texts();
    return httpDate;
  }

  /** The error log's form, in local time. */
  public byte[] errorLogTime() {
    texts();
    return errorLogTime;
  }

  /** The access log's form ($time_local). */
  public byte[] accessLogTime() {
    texts();
    return accessLogTime;
  }

  /** ISO 8601 with the local offset ($time_iso8601). */
  public byte[] iso8601() {
    texts();
    return iso8601;
  }

  private void texts() {
    long second = seconds();
    if (second == textSecond) {
      return;
    }
    textSecond = second;
    Instant instant = Instant.ofEpochSecond(second);
    ZonedDateTime local = instant.atZone(zone);
    httpDate = latin1(HTTP.format(instant.atZone(ZoneOffset.UTC)));
    errorLogTime = latin1(ERROR_LOG.format(local));
    accessLogTime = latin1(ACCESS_LOG.format(local));
    iso8601 = latin1(ISO_8601.format(local));
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
