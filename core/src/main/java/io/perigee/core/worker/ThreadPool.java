package io.perigee.core.worker;

import io.perigee.core.cycle.ThreadPoolConf;
import io.perigee.core.log.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one {@code thread_pool} of one worker; they start when the first tasks come. A
 * task brings its result back with {@link Worker#execute}.
 */
public final class ThreadPool {
  private static final WorkerKey<Map<String, ThreadPool>> KEY = WorkerKey.of("thread pools");

  /** Lua code runs on these threads' own stacks, so they are large. */
  private static final long STACK_BYTES = 64L << 20;

  private static final long IDLE_SECONDS = 60;

  private final ThreadPoolConf conf;
  private final Worker worker;
  private final ThreadPoolExecutor threads;

  private ThreadPool(ThreadPoolConf conf, Worker worker) {
    this.conf = conf;
    this.worker = worker;
    this.threads =
        new ThreadPoolExecutor(
            conf.threads(),
            conf.threads(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(Math.max(1, conf.maxQueue())),
            task -> {
              Thread thread = new Thread(null, task, "pool-" + conf.name(), STACK_BYTES);
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    worker.whenEnding(threads::shutdown);
  }

  /** The pool of a name on a worker; null where no {@code thread_pool} has the name. */
  public static @Nullable ThreadPool find(Worker worker, String name) {
    Map<String, ThreadPool> pools = worker.attachment(KEY, HashMap::new);
    ThreadPool known = pools.get(name);
    if (known == null) {
      ThreadPoolConf conf = ThreadPoolConf.find(worker.cycle(), name);
      if (conf == null) {
        return null;
      }
      known = new ThreadPool(conf, worker);
      pools.put(name, known);
    }
    return known;
  }

  /** Has a thread run a task; false if too many tasks wait already, which is logged. */
  public boolean post(Runnable task) {
    try {
      threads.execute(() -> worker.runSafely(task));
      return true;
    } catch (RejectedExecutionException full) {
      worker.log().log(
          Level.ERROR,
          "thread pool \""
              + conf.name()
              + "\" queue overflow: "
              + threads.getQueue().size()
              + " tasks waiting");
      return false;
    }
  }
}
