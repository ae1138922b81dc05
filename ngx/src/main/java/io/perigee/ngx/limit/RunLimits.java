package io.perigee.ngx.limit;

/**
 * What one run of Lua code may use; nanoseconds, 0 for no limit.
 *
 * @param cpu the CPU time of the whole run (lua_cpu_limit)
 * @param slice how long it may keep the event loop at a stretch (lua_time_slice)
 */
public record RunLimits(long cpu, long slice) {
  /** No limits. */
  public static final RunLimits NONE = new RunLimits(0, 0);

  /** Limits given in milliseconds. */
  public static RunLimits ofMillis(long cpu, long slice) {
    return cpu == 0 && slice == 0 ? NONE : new RunLimits(cpu * 1_000_000, slice * 1_000_000);
  }

  /** Whether there is any limit. */
  public boolean isAny() {
    return cpu > 0 || slice > 0;
  }

  /** How long a stretch may take until its limits must be looked at. */
  long untilNextLook(long used) {
    long left = cpu > 0 ? Math.max(0, cpu - used) : Long.MAX_VALUE;
    return slice > 0 ? Math.min(left, slice) : left;
  }
}
