package io.perigee.httpmodules.log;

import io.perigee.conf.directive.Directive;
import io.perigee.conf.value.Quantities;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.core.HttpConf;
import io.perigee.http.request.Request;
import org.jspecify.annotations.Nullable;

/**
 * What follows the file in access_log.
 *
 * @param format the name of the log_format
 * @param capacity bytes of the buffer, 0 for none
 * @param flushMillis the longest time in the buffer, 0 for any
 * @param gzipLevel 1 to 9, 0 for plain text
 * @param condition the value of {@code if=}
 */
record AccessLogOptions(
    String format,
    int capacity,
    long flushMillis,
    int gzipLevel,
    @Nullable ComplexValue<Request> condition) {
  private static final int GZIP_BUFFER = 64 * 1024;

  static AccessLogOptions read(Directive d) {
    boolean named = d.count() > 1 && !isOption(d.arg(1));
    Reader reader = new Reader(d);
    for (String option : d.args().subList(named ? 2 : 1, d.count())) {
      reader.option(option);
    }
    return reader.options(named ? d.arg(1) : "combined");
  }

  private static boolean isOption(String text) {
    return text.startsWith("buffer=")
        || text.startsWith("flush=")
        || text.equals("gzip")
        || text.startsWith("gzip=")
        || text.startsWith("if=");
  }

  boolean sameBuffer(AccessLogOptions other) {
    return capacity == other.capacity
        && flushMillis == other.flushMillis
        && gzipLevel == other.gzipLevel;
  }

  /**
   * open_log_file_cache. Files with variables in their name are opened for each line, so there is
   * nothing to cache; the parameters are checked all the same.
   */
  static void checkCache(Directive d) {
    boolean max = false;
    for (String arg : d.args()) {
      if (arg.equals("off") && d.count() == 1) {
        return;
      }
      if (!arg.matches("(max|inactive|min_uses|valid)=[0-9]+[smhdwMy]*")) {
        throw d.error("invalid \"open_log_file_cache\" parameter \"" + arg + "\"");
      }
      max |= arg.startsWith("max=");
    }
    if (!max) {
      throw d.error("\"open_log_file_cache\" must have \"max\" parameter");
    }
  }

  private static final class Reader {
    private final Directive d;
    private int capacity;
    private long flushMillis;
    private int gzipLevel;
    private @Nullable ComplexValue<Request> condition;

    Reader(Directive d) {
      this.d = d;
    }

    AccessLogOptions options(String format) {
      if (flushMillis > 0 && capacity == 0) {
        throw d.error("no buffer is defined for access_log \"" + d.arg(0) + "\"");
      }
      return new AccessLogOptions(format, capacity, flushMillis, gzipLevel, condition);
    }

    void option(String text) {
      if (text.startsWith("buffer=")) {
        capacity = (int) Quantities.size(text.substring(7));
        if (capacity <= 0) {
          throw d.error("invalid buffer size \"" + text.substring(7) + "\"");
        }
      } else if (text.startsWith("flush=")) {
        flushMillis = Quantities.millis(text.substring(6));
        if (flushMillis <= 0) {
          throw d.error("invalid flush time \"" + text.substring(6) + "\"");
        }
      } else if (text.equals("gzip") || text.startsWith("gzip=")) {
        gzip(text);
      } else if (text.startsWith("if=")) {
        condition = HttpConf.complexValue(d, text.substring(3));
      } else {
        throw d.error("invalid parameter \"" + text + "\"");
      }
    }

    private void gzip(String text) {
      if (capacity == 0) {
        capacity = GZIP_BUFFER;
      }
      gzipLevel = text.length() == 4 ? 1 : (int) Quantities.decimal(text.substring(5));
      if (gzipLevel < 1 || gzipLevel > 9) {
        throw d.error("invalid compression level \"" + text.substring(5) + "\"");
      }
    }
  }
}
