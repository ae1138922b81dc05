package io.perigee.http.core;

import io.perigee.conf.directive.Directive;
import io.perigee.conf.value.Quantities;
import io.perigee.conf.value.Values;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.core.CoreSettings.KeepaliveTimeout;
import io.perigee.http.core.CoreSettings.ServerTokens;
import io.perigee.http.core.CoreSettings.TempPath;
import io.perigee.http.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Readers for the values of core directives that have a form of their own. */
public final class CoreParsers {
  /** keepalive_disable: the bit of old Internet Explorers, which is the default. */
  static final int KEEPALIVE_DISABLE_MSIE6 = 4;

  /** The words of keepalive_disable. */
  static final Map<String, Integer> KEEPALIVE_DISABLE =
      Map.of("none", 2, "msie6", KEEPALIVE_DISABLE_MSIE6, "safari", 8);

  private static final int MIN_POOL_SIZE = 112;
  private static final int POOL_ALIGNMENT = 16;

  private CoreParsers() {}

  static KeepaliveTimeout keepaliveTimeout(Directive d) {
    long millis = Quantities.millis(d.arg(0));
    if (millis == Quantities.INVALID) {
      throw d.error("\"" + d.name() + "\" directive invalid value");
    }
    if (d.count() == 1) {
      return new KeepaliveTimeout(millis, 0);
    }
    long header = Quantities.seconds(d.arg(1));
    if (header == Quantities.INVALID) {
      throw d.error("\"" + d.name() + "\" directive invalid value");
    }
    return new KeepaliveTimeout(millis, header);
  }

  /** A folder of temporary files with up to three levels. */
  public static TempPath tempPath(Directive d) {
    List<Integer> levels = new ArrayList<>();
    for (int i = 1; i < d.count(); i++) {
      long level = Quantities.decimal(d.arg(i));
      if (level < 1 || level > Integer.MAX_VALUE) {
        throw d.invalidValue();
      }
      levels.add((int) level);
    }
    return new TempPath(d.arg(0), List.copyOf(levels));
  }

  static String aio(Directive d) {
    String value = d.arg(0);
    if (value.equals("off")
        || value.equals("on")
        || value.equals("threads")
        || (value.startsWith("threads=") && value.length() > "threads=".length())) {
      return value;
    }
    throw d.invalidValue();
  }

  /** nginx's lower bound, although memory is not taken from pools here. */
  static long poolSize(Directive d) {
    long size = Values.size().parse(d);
    if (size < MIN_POOL_SIZE) {
      throw d.error("the pool size must be no less than " + MIN_POOL_SIZE);
    }
    if (size % POOL_ALIGNMENT != 0) {
      throw d.error("the pool size must be a multiple of " + POOL_ALIGNMENT);
    }
    return size;
  }

  static long sendLowat(Directive d) {
    long size = Values.size().parse(d);
    d.warn("\"send_lowat\" is not supported, ignored");
    return size;
  }

  static long directio(Directive d) {
    if (d.arg(0).equals("off")) {
      return -1;
    }
    long size = Quantities.offset(d.arg(0));
    if (size == Quantities.INVALID) {
      throw d.invalidValue();
    }
    return size;
  }

  static ServerTokens serverTokens(Directive d) {
    ServerTokens known = ServerTokens.WORDS.get(d.arg(0));
    if (known == null) {
      throw d.error("invalid value \"" + d.arg(0) + "\"");
    }
    return known;
  }

  static List<String> openFileCache(Directive d) {
    if (d.arg(0).equals("off")) {
      return List.of();
    }
    boolean max = false;
    for (String arg : d.args()) {
      boolean known = arg.startsWith("max=") || arg.startsWith("inactive=");
      String value = arg.substring(arg.indexOf('=') + 1);
      boolean valid =
          arg.startsWith("max=") ? Quantities.decimal(value) > 0 : Quantities.seconds(value) >= 0;
      if (!known || !valid) {
        throw d.error("invalid \"open_file_cache\" parameter \"" + arg + "\"");
      }
      max |= arg.startsWith("max=");
    }
    if (!max) {
      throw d.error("\"open_file_cache\" must have the \"max\" parameter");
    }
    return d.args();
  }

  /** A size that may contain variables; a constant one is checked now. */
  static ComplexValue<Request> complexSize(Directive d) {
    ComplexValue<Request> value = HttpConf.complexValue(d, d.arg(0));
    byte[] constant = value.constant();
    if (constant != null && Quantities.size(Ascii.string(constant)) == Quantities.INVALID) {
      throw d.invalidValue();
    }
    return value;
  }
}
