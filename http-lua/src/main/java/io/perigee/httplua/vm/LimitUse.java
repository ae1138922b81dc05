package io.perigee.httplua.vm;

import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Key;
import io.perigee.conf.value.Values;
import io.perigee.core.cycle.Cycle;
import io.perigee.core.cycle.CycleBuilder;
import io.perigee.ngx.limit.Watchdog;
import org.jspecify.annotations.Nullable;

/**
 * Whether a configuration limits Lua code anywhere: then it has a watchdog, and its VMs measure
 * their runs. Without one nothing is measured.
 */
public final class LimitUse {
  private static final Key<LimitUse> KEY = new Key<>("limits of Lua code");

  private long shortest = Long.MAX_VALUE;
  private @Nullable Watchdog watchdog;

  private LimitUse() {}

  /** Reads the time of lua_cpu_limit or lua_time_slice in milliseconds; "off" is 0. */
  public static Long parse(Directive d) {
    if (d.arg(0).equals("off")) {
      return 0L;
    }
    long millis = Values.millis().parse(d);
    if (millis <= 0) {
      throw d.invalidValue();
    }
    CycleBuilder cycle = CycleBuilder.of(d);
    LimitUse known = cycle.attachment(KEY);
    LimitUse use = known == null ? cycle.attach(KEY, new LimitUse()) : known;
    use.shortest = Math.min(use.shortest, millis);
    return millis;
  }

  /** The watchdog of a configuration, or null where nothing is limited. */
  static @Nullable Watchdog watchdog(Cycle cycle) {
    LimitUse use = cycle.attachment(KEY);
    return use == null ? null : use.watchdog();
  }

  private synchronized Watchdog watchdog() {
    Watchdog known = watchdog;
    if (known == null) {
      known = new Watchdog(shortest);
      watchdog = known;
    }
    return known;
  }
}
