package io.perigee.core.cycle;

import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Key;
import io.perigee.conf.value.Quantities;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One {@code thread_pool} directive: threads for work that would block a worker. Each worker has
 * threads of its own, as each worker process of nginx has.
 *
 * @param name the name that users of the pool give
 * @param threads number of threads
 * @param maxQueue number of tasks that may wait for a thread
 */
public record ThreadPoolConf(String name, int threads, int maxQueue) {
  private static final Key<Map<String, ThreadPoolConf>> KEY = new Key<>("thread pools");
  private static final int DEFAULT_MAX_QUEUE = 65536;

  /** Reads a directive and keeps its pool with the cycle. */
  static void declare(Directive d) {
    ThreadPoolConf pool = read(d);
    CycleBuilder cycle = CycleBuilder.of(d);
    Map<String, ThreadPoolConf> pools = cycle.attachment(KEY);
    if (pools == null) {
      pools = cycle.attach(KEY, new LinkedHashMap<>());
    }
    if (pools.putIfAbsent(pool.name, pool) != null) {
      throw d.error("duplicate thread pool \"" + pool.name + "\"");
    }
  }

  private static ThreadPoolConf read(Directive d) {
    int threads = 0;
    int maxQueue = DEFAULT_MAX_QUEUE;
    for (String arg : d.args().subList(1, d.count())) {
      if (arg.startsWith("threads=")) {
        threads = number(d, arg);
        if (threads == 0) {
          throw d.error("invalid threads value \"" + arg + "\"");
        }
      } else if (arg.startsWith("max_queue=")) {
        maxQueue = number(d, arg);
      }
    }
    if (threads == 0) {
      throw d.error("\"thread_pool\" must have \"threads\" parameter");
    }
    return new ThreadPoolConf(d.arg(0), threads, maxQueue);
  }

  private static int number(Directive d, String arg) {
    int mark = arg.indexOf('=');
    long number = Quantities.decimal(arg.substring(mark + 1));
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw d.error("invalid " + arg.substring(0, mark) + " value \"" + arg + "\"");
    }
    return (int) number;
  }

  /** The pool of a name, or null. */
  public static @Nullable ThreadPoolConf find(Cycle cycle, String name) {
    Map<String, ThreadPoolConf> pools = cycle.attachment(KEY);
    return pools == null ? null : pools.get(name);
  }
}
