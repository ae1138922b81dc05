package io.perigee.server;

import io.perigee.core.cycle.Cycle;
import io.perigee.core.cycle.MainSettings;
import io.perigee.core.net.Listening;
import io.perigee.core.net.Service;
import io.perigee.core.worker.Transport;
import io.perigee.core.worker.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A cycle of the configuration with the workers that serve it. Its life: {@link #start} (workers
 * exist and are initialised), {@link #accept}, {@link #stopAccepting}, {@link #quit} or {@link
 * #terminate}, {@link #ended}. Only the master's thread calls it.
 */
final class Generation {
  private final Cycle cycle;
  private final List<? extends Service> services;
  private final Ports ports;
  private final List<Listening> listenings = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private final Runnable whenWorkerEnded;
  private final @Nullable WorkerUser user;
  private boolean draining;

  Generation(Cycle cycle, List<? extends Service> services, Ports ports, Runnable whenWorkerEnded) {
    this.cycle = cycle;
    this.services = services;
    this.ports = ports;
    this.whenWorkerEnded = whenWorkerEnded;
    this.user = WorkerUser.of(cycle);
    for (Service service : services) {
      listenings.addAll(service.listenings(cycle));
    }
  }

  Cycle cycle() {
    return cycle;
  }

  List<Listening> listenings() {
    return listenings;
  }

  /** How many workers the configuration asks for; without a master there is one. */
  private int size() {
    return cycle.main().get(MainSettings.MASTER_PROCESS)
        ? cycle.main().get(MainSettings.WORKER_PROCESSES)
        : 1;
  }

  /** Makes the workers and waits until each is initialised. */
  void start(Transport transport) throws InterruptedException {
    int size = size();
    CountDownLatch started = new CountDownLatch(size);
    for (int id = 0; id < size; id++) {
      workers.add(worker(id, transport, started));
    }
    started.await();
  }

  private Worker worker(int id, Transport transport, CountDownLatch started) {
    Worker worker = new Worker(id, cycle, transport);
    worker.whenEnded(whenWorkerEnded);
    worker.start(
        () -> {
          if (user != null) {
            user.assume();
          }
          // Whoever ends the worker, it must let go of the listening sockets first.
          worker.onExit(() -> ports.stop(worker, listenings));
          worker.whenEnding(() -> services.forEach(service -> service.workerEnding(worker)));
          try {
            services.forEach(service -> service.workerStarted(worker));
          } finally {
            started.countDown();
          }
        });
    return worker;
  }

  /** The workers begin to accept connections. */
  void accept() {
    for (Worker worker : workers) {
      worker.execute(() -> ports.accept(worker, listenings));
    }
  }

  /** The workers accept no more; returns when that is so. */
  void stopAccepting() throws InterruptedException {
    List<Worker> running = running();
    CountDownLatch stopped = new CountDownLatch(running.size());
    for (Worker worker : running) {
      worker.execute(
          () -> {
            ports.stop(worker, listenings);
            // The socket leaves the event loop by a task of its own, which stands before this one.
            worker.eventLoop().execute(stopped::countDown);
          });
    }
    stopped.await();
  }

  /** The workers finish what they have begun and end. */
  void quit() {
    draining = true;
    long timeout = cycle.main().get(MainSettings.WORKER_SHUTDOWN_TIMEOUT);
    running().forEach(worker -> worker.quit(timeout));
  }

  /** The workers end at once. */
  void terminate() {
    draining = true;
    running().forEach(Worker::terminate);
  }

  /** Starts another worker in the place of each that ended though nobody asked it to. */
  void replaceEnded(Transport transport) throws InterruptedException {
    if (draining) {
      return;
    }
    for (int i = 0; i < workers.size(); i++) {
      if (hasEnded(workers.get(i))) {
        CountDownLatch started = new CountDownLatch(1);
        Worker replacement = worker(workers.get(i).id(), transport, started);
        workers.set(i, replacement);
        started.await();
        replacement.execute(() -> ports.accept(replacement, listenings));
      }
    }
  }

  private List<Worker> running() {
    return workers.stream().filter(worker -> !hasEnded(worker)).toList();
  }

  /** Whether all workers' threads are gone. */
  boolean ended() {
    return running().isEmpty();
  }

  private static boolean hasEnded(Worker worker) {
    return worker.eventLoop().isShuttingDown();
  }
}
