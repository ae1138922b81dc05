package io.perigee.conf.value;

import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.ValueParser;
import java.util.Map;

/**
 * Readers for the usual kinds of values (nginx's {@code ngx_conf_set_*_slot}); each takes the first
 * argument and refuses with nginx's text.
 */
public final class Values {
  private Values() {}

  /** {@code on} or {@code off}. */
  public static ValueParser<Boolean> flag() {
    return Values::readFlag;
  }

  /** The argument as it stands. */
  public static ValueParser<String> text() {
    return d -> d.arg(0);
  }

  /** A size in bytes, with {@code k} or {@code m}. */
  public static ValueParser<Long> size() {
    return d -> known(d, Quantities.size(d.arg(0)));
  }

  /** A size in bytes, with {@code k}, {@code m} or {@code g}. */
  public static ValueParser<Long> offset() {
    return d -> known(d, Quantities.offset(d.arg(0)));
  }

  /** A time in milliseconds; a bare number is seconds. */
  public static ValueParser<Long> millis() {
    return d -> known(d, Quantities.millis(d.arg(0)));
  }

  /** A time in whole seconds. */
  public static ValueParser<Long> seconds() {
    return d -> known(d, Quantities.seconds(d.arg(0)));
  }

  /** A decimal number without a sign. */
  public static ValueParser<Integer> number() {
    return d -> {
      long value = Quantities.decimal(d.arg(0));
      if (value < 0 || value > Integer.MAX_VALUE) {
        throw d.error("\"" + d.name() + "\" directive invalid number");
      }
      return (int) value;
    };
  }

  /** A number between bounds; nginx's {@code ngx_conf_check_num_bounds}. */
  public static ValueParser<Integer> number(int low, int high) {
    return d -> {
      int value = number().parse(d);
      if (high == Integer.MAX_VALUE && value < low) {
        throw d.error(
            "\"" + d.name() + "\" directive value must be equal to or greater than " + low);
      }
      if (value < low || value > high) {
        throw d.error(
            "\"" + d.name() + "\" directive value must be between " + low + " and " + high);
      }
      return value;
    };
  }

  /** A word out of several, each of which stands for a value. */
  public static <T> ValueParser<T> oneOf(Map<String, T> words) {
    return d -> {
      T value = words.get(d.arg(0));
      if (value == null) {
        throw d.error("invalid value \"" + d.arg(0) + "\"");
      }
      return value;
    };
  }

  /** Any of several words, each of which is a bit; nginx's {@code ngx_conf_set_bitmask_slot}. */
  public static ValueParser<Integer> bits(Map<String, Integer> words) {
    return d -> {
      int mask = 0;
      for (String word : d.args()) {
        Integer bit = words.get(word);
        if (bit == null) {
          throw d.error("invalid value \"" + word + "\"");
        }
        if ((mask & bit) != 0) {
          d.warn("duplicate value \"" + word + "\"");
        }
        mask |= bit;
      }
      return mask;
    };
  }

  /** A number of buffers and their size. */
  public static ValueParser<Buffers> buffers() {
    return d -> {
      long count = Quantities.decimal(d.arg(0));
      long size = Quantities.size(d.arg(1));
      if (count <= 0 || count > Integer.MAX_VALUE || size <= 0) {
        throw d.invalidValue();
      }
      return new Buffers((int) count, size);
    };
  }

  /** A count of buffers of one size, as {@code large_client_header_buffers 4 8k}. */
  public record Buffers(int count, long size) {}

  private static boolean readFlag(Directive d) {
    String value = d.arg(0);
    if (value.equalsIgnoreCase("on")) {
      return true;
    }
    if (value.equalsIgnoreCase("off")) {
      return false;
    }
    throw d.error(
        "invalid value \""
            + value
            + "\" in \""
            + d.name()
            + "\" directive, it must be \"on\" or \"off\"");
  }

  private static long known(Directive d, long value) {
    if (value == Quantities.INVALID) {
      throw d.invalidValue();
    }
    return value;
  }
}
