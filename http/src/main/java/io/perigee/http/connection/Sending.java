package io.perigee.http.connection;

import io.perigee.conf.directive.Settings;
import io.perigee.core.log.Level;
import io.perigee.core.net.ClientSocket;
import io.perigee.core.net.Output;
import io.perigee.core.net.SocketError;
import io.perigee.core.net.SystemError;
import io.perigee.core.worker.Deadline;
import io.perigee.core.worker.Worker;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.filter.Chain;
import io.perigee.http.filter.RequestOutput;
import io.perigee.http.phase.Finalizer;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestEvent;
import io.perigee.http.request.RequestFlag;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * When a connection's output leaves: after the step that made it, or at once; how long the client
 * may take (send_timeout); and what waits until the client has taken it (nginx's {@code
 * ngx_http_writer}).
 */
final class Sending implements Output.Events {
  /** More than this is sent before the event is over. */
  private static final int MAX_GATHERED = 64 * 1024;

  /** The write handler of a request that is finished but for its output. */
  private static final RequestEvent WRITE = Sending::write;

  private final HttpConnection connection;
  private final Worker worker;
  private final Output output;
  private final Runnable flushing = this::flushPosted;
  private final ArrayList<Runnable> waiting = new ArrayList<>(0);
  private @Nullable Deadline deadline;
  private boolean wanted;
  private boolean posted;
  private boolean goesOn;

  Sending(HttpConnection connection, Worker worker, ClientSocket socket) {
    this.connection = connection;
    this.worker = worker;
    this.output = socket.output(this);
  }

  Output output() {
    return output;
  }

  /** What was gathered leaves after the step; {@code soon} says that the caller sees to that. */
  void flushSoon(boolean soon) {
    if (output.gathered() == 0) {
      return;
    }
    wanted = true;
    if (output.gathered() > MAX_GATHERED) {
      flush();
    } else if (!soon && !posted) {
      posted = true;
      worker.afterStep(flushing);
    }
  }

  private void flushPosted() {
    posted = false;
    flushIfWanted();
  }

  void flushIfWanted() {
    if (wanted) {
      flush();
    }
  }

  void flush() {
    wanted = false;
    output.flush();
    if (output.pending() > 0) {
      watch();
    }
  }

  /** Output waits for the client: it must go on within send_timeout. */
  private void watch() {
    Deadline sending = deadline;
    if (sending == null) {
      sending = new Deadline(worker, () -> connection.event(connection::sendTimedOut));
      deadline = sending;
    }
    if (!sending.isSet()) {
      sending.set(timeout());
    }
  }

  private long timeout() {
    Request r = connection.active();
    Settings settings = r == null ? connection.address().defaultServer().settings() : r.settings();
    return settings.get(CoreSettings.SEND_TIMEOUT);
  }

  @Override
  public void progressed() {
    Deadline sending = deadline;
    if (sending != null && sending.isSet()) {
      sending.set(timeout());
    }
  }

  @Override
  public void drained() {
    Deadline sending = deadline;
    if (sending != null) {
      sending.clear();
    }
    goOnSoon();
  }

  @Override
  public void sendFailed(Throwable cause) {
    if (!connection.error()) {
      connection.failed();
      ConnectionLog.note(connection, new SocketError("send()", SystemError.of(cause)).text());
      goOnSoon();
    }
  }

  void close() {
    Deadline sending = deadline;
    if (sending != null) {
      sending.close();
    }
  }

  void onWritable(Runnable work) {
    flush();
    if (!connection.hasBufferedOutput()) {
      worker.post(work);
    } else {
      waiting.add(work);
    }
  }

  /** Whether a request waits for its output to leave, and for nothing else. */
  @SuppressWarnings("ReferenceEquality") // there is one such handler
  static boolean waits(Request r) {
    return r.writeHandler() == WRITE;
  }

  /** What waits for the output goes on after the present event, never inside of a write. */
  private void goOnSoon() {
    if (!goesOn) {
      goesOn = true;
      worker.post(this::goOn);
    }
  }

  private void goOn() {
    goesOn = false;
    if (!connection.hasBufferedOutput() || connection.error()) {
      connection.event(connection::goOnWriting);
    }
  }

  void runWaiting() {
    if (waiting.isEmpty()) {
      return;
    }
    Runnable[] now = waiting.toArray(Runnable[]::new);
    waiting.clear();
    for (Runnable work : now) {
      worker.runSafely(work);
    }
  }

  void forget() {
    waiting.clear();
  }

  Outcome waitForWrite(Request r) {
    if (!r.is(RequestFlag.DISCARD_BODY)) {
      r.readHandler(Sending::testReading);
    }
    r.writeHandler(WRITE);
    if (output.pending() > 0) {
      watch();
    }
    return Outcome.OK;
  }

  /**
   * A write handler: goes on with what filters hold, and finishes the request when all has left.
   */
  private static void write(Request r) {
    HttpConnection c = r.connection();
    Outcome outcome = r.output(new Chain());
    if (outcome == Outcome.ERROR) {
      r.finish(outcome);
      return;
    }
    RequestOutput out = r.outputState();
    boolean unsent = !r.isSubrequest() && c.hasBufferedOutput();
    if (!out.buffered() && !out.hasPostponed() && !unsent) {
      r.writeHandler(RequestEvent.NOTHING);
      r.finish(outcome);
    } else if (c.hasBufferedOutput()) {
      c.flush();
    }
  }

  /** A read handler: a client that ends its side while output waits has gone. */
  private static void testReading(Request r) {
    HttpConnection c = r.connection();
    if (c.inputEnded()) {
      c.failed();
      r.log(Level.INFO, "client prematurely closed connection");
      Finalizer.finish(r, Outcome.status(499));
    }
  }
}
