package io.perigee.httpmodules.headers;

import io.perigee.conf.directive.Directive;
import io.perigee.conf.value.Quantities;
import io.perigee.core.text.Ascii;
import io.perigee.core.text.HttpDate;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.request.Request;
import io.perigee.http.request.ResponseHeaders;
import io.perigee.http.variable.RequestVariables;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** The value of the {@code expires} directive: when a response grows stale. */
final class Expires {
  private static final byte[] EXPIRES = Ascii.latin1("Expires");
  private static final byte[] CACHE_CONTROL = Ascii.latin1("Cache-Control");
  private static final byte[] EPOCH_DATE = Ascii.latin1("Thu, 01 Jan 1970 00:00:01 GMT");
  private static final byte[] MAX_DATE = Ascii.latin1("Thu, 31 Dec 2037 23:55:55 GMT");
  private static final byte[] NO_CACHE = Ascii.latin1("no-cache");
  private static final byte[] MAX_AGE = Ascii.latin1("max-age=315360000");
  private static final long DAY = 86400;

  /** No header is added. */
  static final Expires OFF = new Expires(null, new Rule(Kind.OFF, 0));

  private enum Kind {
    OFF,
    EPOCH,
    MAX,
    ACCESS,
    MODIFIED,
    DAILY
  }

  private record Rule(Kind kind, long seconds) {}

  private final @Nullable ComplexValue<Request> value;
  private final Rule fixed;

  private Expires(@Nullable ComplexValue<Request> value, Rule fixed) {
    this.value = value;
    this.fixed = fixed;
  }

  static Expires parse(Directive d) {
    boolean modified = d.count() == 2;
    if (modified && !d.arg(0).equals("modified")) {
      throw d.invalidValue();
    }
    String text = d.arg(modified ? 1 : 0);
    ComplexValue<Request> value = RequestVariables.compile(d, text);
    if (!value.isConstant()) {
      return new Expires(value, new Rule(modified ? Kind.MODIFIED : Kind.ACCESS, 0));
    }
    Rule rule = rule(text, modified ? Kind.MODIFIED : Kind.ACCESS);
    if (rule == null || (modified && rule.kind() == Kind.DAILY)) {
      throw modified && rule != null
          ? d.error("daily time cannot be used with \"modified\" parameter")
          : d.invalidValue();
    }
    return rule.kind() == Kind.OFF ? OFF : new Expires(null, rule);
  }

  private static @Nullable Rule rule(String text, Kind kind) {
    return switch (text) {
      case "off" -> new Rule(Kind.OFF, 0);
      case "epoch" -> kind == Kind.MODIFIED ? null : new Rule(Kind.EPOCH, 0);
      case "max" -> kind == Kind.MODIFIED ? null : new Rule(Kind.MAX, 0);
      default -> timed(text, kind);
    };
  }

  private static @Nullable Rule timed(String text, Kind kind) {
    boolean daily = text.startsWith("@");
    boolean minus = text.startsWith("-");
    String digits = daily || minus || text.startsWith("+") ? text.substring(1) : text;
    long seconds = Quantities.seconds(digits);
    if (seconds == Quantities.INVALID || (daily && seconds > DAY)) {
      return null;
    }
    return new Rule(daily ? Kind.DAILY : kind, minus ? -seconds : seconds);
  }

  void apply(Request r) {
    Rule rule = fixed;
    if (value != null) {
      Rule computed = rule(Ascii.string(value.evaluate(r)), fixed.kind());
      if (computed == null) {
        return;
      }
      rule = computed;
    }
    ResponseHeaders out = r.headersOut();
    long now = r.worker().clock().seconds();
    switch (rule.kind()) {
      case OFF -> {}
      case EPOCH -> set(out, EPOCH_DATE, NO_CACHE);
      case MAX -> set(out, MAX_DATE, MAX_AGE);
      case DAILY -> setTime(out, nextDaily(now, rule.seconds()), now);
      case ACCESS -> relative(out, now + rule.seconds(), rule.seconds(), now);
      case MODIFIED -> modified(out, rule.seconds(), now);
    }
  }

  private static void modified(ResponseHeaders out, long seconds, long now) {
    long base = out.lastModifiedTime();
    long expires = (base == -1 ? now : base) + seconds;
    relative(out, expires, expires - now, now);
  }

  private static void relative(ResponseHeaders out, long expires, long maxAge, long now) {
    if (maxAge < 0) {
      set(out, Ascii.latin1(HttpDate.format(expires)), NO_CACHE);
    } else {
      setTime(out, expires, now);
    }
  }

  private static void setTime(ResponseHeaders out, long expires, long now) {
    set(out, Ascii.latin1(HttpDate.format(expires)), Ascii.latin1("max-age=" + (expires - now)));
  }

  private static void set(ResponseHeaders out, byte[] date, byte[] cacheControl) {
    out.set(EXPIRES, date);
    out.set(CACHE_CONTROL, cacheControl);
  }

  private static long nextDaily(long now, long secondOfDay) {
    ZonedDateTime midnight =
        java.time.Instant.ofEpochSecond(now)
            .atZone(ZoneId.systemDefault())
            .toLocalDate()
            .atStartOfDay(ZoneId.systemDefault());
    long time = midnight.plusSeconds(secondOfDay).toEpochSecond();
    return time > now ? time : midnight.plusDays(1).plusSeconds(secondOfDay).toEpochSecond();
  }
}
