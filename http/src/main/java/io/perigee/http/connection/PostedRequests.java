package io.perigee.http.connection;

import io.perigee.core.worker.Worker;
import io.perigee.http.request.Request;
import java.util.ArrayDeque;

/**
 * Requests of one connection whose write handlers run after the present event, in the order in
 * which they were posted (nginx's posted requests). While they run, more may be posted.
 */
final class PostedRequests {
  private final Worker worker;
  private final Sending sending;
  private final ArrayDeque<Request> queue = new ArrayDeque<>(2);
  private boolean running;
  private boolean scheduled;

  PostedRequests(Worker worker, Sending sending) {
    this.worker = worker;
    this.sending = sending;
  }

  void add(Request r) {
    queue.addLast(r);
    if (!running && !scheduled) {
      scheduled = true;
      worker.post(this::runScheduled);
    }
  }

  private void runScheduled() {
    scheduled = false;
    run();
    sending.flushIfWanted();
  }

  void run() {
    if (running) {
      return;
    }
    running = true;
    try {
      Request r = queue.pollFirst();
      while (r != null) {
        r.writeHandler().happened(r);
        r = queue.pollFirst();
      }
    } finally {
      running = false;
    }
  }

  void clear() {
    queue.clear();
  }
}
