package io.perigee.http.connection;

import io.netty.buffer.ByteBuf;
import io.perigee.conf.directive.Settings;
import io.perigee.core.log.ConnectionNumbers;
import io.perigee.core.log.Level;
import io.perigee.core.net.ClientSocket;
import io.perigee.core.net.Output;
import io.perigee.core.net.SocketError;
import io.perigee.core.net.SystemError;
import io.perigee.core.text.Ascii;
import io.perigee.core.worker.Deadline;
import io.perigee.core.worker.Holdings;
import io.perigee.core.worker.Worker;
import io.perigee.http.core.AddressConf;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.phase.Finalizer;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.PhaseEngine;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A client connection that speaks HTTP/1.x. Its states, and who moves them:
 *
 * <pre>
 * WAITING --first byte--> READING --header complete or refused--> WORKING
 * WORKING --finalizeConnection, keep-alive--> IDLE --first byte--> READING
 * WORKING --finalizeConnection, input left--> LINGERING --end of input, time--> CLOSED
 * any --closeRequest, time-out, end of input--> CLOSED
 * </pre>
 *
 * While WORKING, the request decides what happens with input and with the socket's readiness: its
 * read handler, write handler and body reader. The rules of the end are those of nginx's {@code
 * ngx_http_finalize_connection}.
 */
public final class HttpConnection implements Worker.Closing {
  private enum State {
    WAITING,
    READING,
    WORKING,
    IDLE,
    LINGERING,
    CLOSED
  }

  /** Input that nobody reads yet is taken up to this; then the socket is left alone. */
  private static final int MAX_UNREAD = 64 * 1024;

  private final Worker worker;
  private final ClientSocket socket;
  private final AddressConf address;
  private final long number = ConnectionNumbers.next();
  private final long startMillis;
  private final Output output;
  private final RequestReader reader;
  private final Deadline readDeadline;
  private final Sending sending;
  private final PostedRequests posted;
  private final Lingering lingering;

  private State state = State.WAITING;
  private final InputPool inputs;
  private @Nullable Input input;
  private @Nullable Request request;
  private @Nullable Request active;
  private @Nullable Runnable abortWork;
  private @Nullable InputUser body;
  private @Nullable Peer client;
  private @Nullable Peer local;
  private String action = "waiting for request";
  private int requests;
  private long sentBefore;
  private boolean inputEnded;
  private boolean error;
  private boolean timedOut;
  private boolean looping;
  private boolean closing;
  private boolean resets;
  private boolean pipelined;
  private boolean holding;

  HttpConnection(
      Worker worker, ClientSocket socket, AddressConf address, RequestReader.Shared shared) {
    this.worker = worker;
    this.socket = socket;
    this.address = address;
    this.startMillis = worker.clock().monotonic();
    this.inputs = shared.inputs;
    this.reader = new RequestReader(this, shared);
    this.readDeadline = new Deadline(worker, this::readTimedOut);
    this.sending = new Sending(this, worker, socket);
    this.output = sending.output();
    this.posted = new PostedRequests(worker, sending);
    this.lingering = new Lingering(worker, readDeadline);
  }

  /** The worker that the connection lives on. */
  public Worker worker() {
    return worker;
  }

  /** The listening address that the connection came in at. */
  public AddressConf address() {
    return address;
  }

  /** The client's socket. */
  public ClientSocket socket() {
    return socket;
  }

  /** Number of the connection in the process (variable $connection). */
  public long number() {
    return number;
  }

  /** Number of requests that began on it (variable $connection_requests). */
  public int requests() {
    return requests;
  }

  /** When it was accepted, on the worker's monotonic clock. */
  public long startMillis() {
    return startMillis;
  }

  /** The client's end; modules may replace it (realip). */
  public Peer client() {
    Peer known = client;
    if (known == null) {
      known = Peer.of(socket.remoteAddress());
      client = known;
    }
    return known;
  }

  /** Replaces the client's end. */
  public void client(Peer other) {
    client = other;
  }

  /** This server's end. */
  public Peer local() {
    Peer known = local;
    if (known == null) {
      known = Peer.of(socket.localAddress());
      local = known;
    }
    return known;
  }

  /** The way out. */
  public Output output() {
    return output;
  }

  /** How long it has been open. */
  public long ageMillis() {
    return worker.clock().monotonic() - startMillis;
  }

  /** Whether the next request has come before this one was answered (variable $pipe). */
  public boolean isPipelined() {
    Input in = input;
    return in != null && in.available() > 0;
  }

  /** Bytes sent for the present request, header included (variable $bytes_sent). */
  public long sent() {
    return output.sent() - sentBefore;
  }

  /** The received bytes of the present request's line and header, as they came. */
  public byte[] rawHeader() {
    Input in = input;
    return in == null ? Ascii.EMPTY : in.header();
  }

  /** What is being done, for the error log ("while ..."); empty for nothing worth telling. */
  public String action() {
    return action;
  }

  /** Sets what is being done. */
  public void action(String doing) {
    action = doing;
  }

  /** Whether the connection is broken: nothing more can be sent to this client. */
  public boolean error() {
    return error;
  }

  /** Notes that the connection is broken, as a failing filter does. */
  public void failed() {
    error = true;
  }

  /** Whether a time-out ended the present request. */
  public boolean timedOut() {
    return timedOut;
  }

  /** Notes that a time-out ends the present request. */
  public void timedOut(boolean yes) {
    timedOut = yes;
  }

  /** The request or subrequest whose output may go to the client now (nginx's {@code c->data}). */
  public @Nullable Request active() {
    return active;
  }

  /** Gives the way out to a request. */
  public void active(Request r) {
    active = r;
  }

  /** Whether the client has ended its side or is gone. */
  public boolean inputEnded() {
    return inputEnded;
  }

  /** Whether output waits for the client to take it. */
  public boolean hasBufferedOutput() {
    return output.pending() > 0 || holding;
  }

  /** Notes whether output is held back by limit_rate. */
  public void holding(boolean on) {
    holding = on;
  }

  /** What held output back does so no longer. */
  public void resumeWriting() {
    event(this::goOnWriting);
  }

  /** The socket is open: the first request must come within client_header_timeout. */
  void opened() {
    readDeadline.set(address.defaultServer().settings().get(CoreSettings.CLIENT_HEADER_TIMEOUT));
  }

  /** Bytes have come; they are copied. */
  void received(ByteBuf bytes) {
    switch (state) {
      case WAITING, IDLE, READING -> {
        input().append(bytes);
        loop();
      }
      case WORKING -> {
        Input in = input();
        in.append(bytes);
        InputUser reading = body;
        if (reading != null) {
          reading.received();
        } else {
          unread(in);
        }
        runPosted();
        flushSoon();
      }
      case LINGERING -> {
        if (lingering.isOver()) {
          close();
        }
      }
      case CLOSED -> {}
    }
  }

  /** Input that no body reader takes: somebody may wait for it, as upgraded connections do. */
  private void unread(Input in) {
    Request r = request;
    if (r != null) {
      r.readHandler().happened(r);
    }
    if (in.available() > MAX_UNREAD) {
      socket.pauseReading();
    }
  }

  /** What was received and not used yet. */
  public Input input() {
    Input in = input;
    if (in == null) {
      in = inputs.lend();
      input = in;
    }
    return in;
  }

  /** Reads and serves requests until the input is used up or a request waits. */
  private void loop() {
    if (looping) {
      return;
    }
    looping = true;
    try {
      boolean more = true;
      while (more) {
        more = step();
      }
    } finally {
      looping = false;
    }
    sending.flushIfWanted();
    if (inputEnded) {
      inputEnded = false;
      clientEnded();
    }
  }

  private boolean step() {
    Input in = input;
    if (in == null || in.available() == 0 || state == State.CLOSED) {
      return false;
    }
    if (state == State.WAITING || state == State.IDLE) {
      begin(in);
    }
    Request r = request;
    if (state != State.READING || r == null) {
      return false;
    }
    switch (reader.read(r, in)) {
      case MORE_NEEDED -> {
        if (!readDeadline.isSet()) {
          readDeadline.set(r.settings().get(CoreSettings.CLIENT_HEADER_TIMEOUT));
        }
        return false;
      }
      case COMPLETE -> {
        working();
        KeepAlive.decide(r);
        PhaseEngine.start(r);
      }
      case REFUSED -> {
        working();
        r.set(RequestFlag.BAD_REQUEST, true);
        Finalizer.finish(r, reader.refusal());
      }
    }
    runPosted();
    return true;
  }

  private void begin(Input in) {
    in.nextRequest();
    if (state == State.IDLE) {
      readDeadline.clear();
    }
    state = State.READING;
    action = "reading client request line";
    sentBefore = output.sent();
    requests++;
    Request r = new Request(this, address.defaultServer(), in.headers, in.line);
    request = r;
    active = r;
    r.set(RequestFlag.PIPELINED, pipelined);
    if (pipelined) {
      action = "reading client pipelined request line";
    }
    pipelined = false;
    reader.begin(in, r.settings());
  }

  private void working() {
    state = State.WORKING;
    readDeadline.clear();
    action = "";
  }

  /** The settings of another location hold from now on (nginx's update_location_config). */
  public void locationChanged(Request r) {
    KeepAlive.locationChanged(r, this);
  }

  /**
   * A part of the work on a request is over: when it was the last one, the connection goes on to
   * the next request, lingers or closes (nginx's {@code ngx_http_finalize_connection}).
   */
  public void finalizeConnection(Request some) {
    Request r = some.main();
    if (r.count() != 1) {
      if (r.hasBodyReader()) {
        r.bodyReader().finalizing();
      }
      closeRequest(r, Outcome.OK);
      return;
    }
    if (inputEnded && input().available() == 0) {
      closeRequest(r, Outcome.OK);
      return;
    }
    if (r.hasBodyReader() && r.bodyReader().reading()) {
      r.set(RequestFlag.KEEPALIVE, false);
      r.set(RequestFlag.LINGERING_CLOSE, true);
    }
    Settings settings = r.settings();
    if (r.keepalive() && settings.get(CoreSettings.KEEPALIVE_TIMEOUT).millis() > 0) {
      keepAlive(r, settings);
      return;
    }
    if (lingers(r, settings)) {
      beginLingering(r, settings);
      return;
    }
    closeRequest(r, Outcome.OK);
  }

  private boolean lingers(Request r, Settings settings) {
    if (inputEnded) {
      return false;
    }
    return switch (settings.get(CoreSettings.LINGERING_CLOSE)) {
      case OFF -> false;
      case ALWAYS -> true;
      case ON -> r.is(RequestFlag.LINGERING_CLOSE) || input().available() > 0;
    };
  }

  /** One holder less; the last one frees the request and closes the connection. */
  public void closeRequest(Request some, Outcome outcome) {
    Request r = some.main();
    if (r.count() == 0) {
      r.log(Level.ALERT, "http request count is zero");
    }
    if (r.count(-1) > 0) {
      return;
    }
    freeRequest(r, outcome);
    closeWhenSent();
  }

  /** Ends a request whatever parts of it are still at work (nginx's terminate_request). */
  public void terminateRequest(Request some, Outcome outcome) {
    Request r = some.main();
    if (outcome.code() > 0 && (r.headersOut().status() == 0 || sent() == 0)) {
      r.headersOut().status(outcome.code());
    }
    r.runCleanups();
    posted.clear();
    r.writeHandler(
        ended -> {
          if (ended == request) {
            ended.count(1 - ended.count());
            closeRequest(ended, Outcome.OK);
          }
        });
    post(r);
  }

  private void freeRequest(Request r, Outcome outcome) {
    if (r != request) {
      return;
    }
    request = null;
    worker.holdings().given(Holdings.Kind.REQUEST);
    r.runCleanups();
    if (outcome.code() > 0 && (r.headersOut().status() == 0 || sent() == 0)) {
      r.headersOut().status(outcome.code());
    }
    action = "logging request";
    if (!r.is(RequestFlag.LOGGED)) {
      r.set(RequestFlag.LOGGED, true);
      PhaseEngine.log(r);
    }
    action = "closing request";
    r.runCleanups();
    resets = timedOut && r.settings().get(CoreSettings.RESET_TIMEDOUT_CONNECTION);
    active = null;
    abortWork = null;
    body = null;
    sending.forget();
    posted.clear();
  }

  private void keepAlive(Request r, Settings settings) {
    r.count(-1);
    freeRequest(r, Outcome.OK);
    Input in = input();
    state = State.IDLE;
    action = "keepalive";
    long idle = settings.get(CoreSettings.KEEPALIVE_TIMEOUT).millis();
    readDeadline.set(worker.exiting() ? KeepAlive.exitGrace(address) : idle);
    pipelined = in.available() > 0;
    if (!pipelined) {
      input = null;
      inputs.giveBack(in);
    } else if (!looping) {
      worker.post(this::loop);
    }
    resumeReading();
    flushSoon();
  }

  /** Input is taken again after there was too much of it. */
  public void resumeReading() {
    socket.resumeReading();
  }

  private void beginLingering(Request r, Settings settings) {
    lingering.begin(
        settings.get(CoreSettings.LINGERING_TIME), settings.get(CoreSettings.LINGERING_TIMEOUT));
    r.count(-1);
    freeRequest(r, Outcome.OK);
    releaseInput();
    state = State.LINGERING;
    resumeReading();
    output.flush();
    if (output.pending() == 0) {
      socket.shutdownOutput();
    }
  }

  private void releaseInput() {
    Input in = input;
    input = null;
    if (in != null) {
      inputs.giveBack(in);
    }
  }

  private void closeWhenSent() {
    output.flush();
    if (output.pending() == 0 || timedOut || error) {
      close();
      return;
    }
    state = State.LINGERING;
    long timeout = address.defaultServer().settings().get(CoreSettings.SEND_TIMEOUT);
    lingering.begin(Long.MAX_VALUE / 2, timeout);
    closing = true;
  }

  /** Closes the connection as it is. */
  public void close() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    Request r = request;
    if (r != null) {
      r.count(1 - r.count());
      r.count(-1);
      freeRequest(r, Outcome.OK);
    }
    readDeadline.close();
    sending.close();
    releaseInput();
    if (resets) {
      socket.reset();
    } else {
      socket.close();
    }
  }

  /** The socket was closed. */
  void broken() {
    error |= state == State.WORKING;
    clientEnded();
  }

  /** The connection broke, mostly by a reset; on an idle one that is nothing to tell. */
  void inputFailed(IOException cause) {
    if (state == State.IDLE) {
      close();
      return;
    }
    ConnectionLog.note(this, new SocketError("recv()", SystemError.of(cause)).text());
    broken();
  }

  /** Runs something as an event of this connection: what was posted and written follows. */
  void event(Runnable work) {
    worker.begin();
    try {
      work.run();
      runPosted();
      sending.flushIfWanted();
    } catch (RuntimeException | Error problem) {
      worker.unexpected(problem);
      close();
    } finally {
      worker.end();
    }
  }

  /** The client sends nothing more. */
  void clientEnded() {
    if (inputEnded) {
      return;
    }
    inputEnded = true;
    switch (state) {
      case WAITING -> {
        ConnectionLog.note(this, "client closed connection");
        close();
      }
      case IDLE -> {
        ConnectionLog.noteIdle(
            this, "client " + Ascii.string(client().text()) + " closed keepalive connection");
        close();
      }
      case READING -> endedWhileReading();
      case WORKING -> endedWhileWorking();
      case LINGERING -> {
        if (!closing) {
          close();
        }
      }
      case CLOSED -> {}
    }
  }

  private void endedWhileReading() {
    Request r = request;
    if (r == null) {
      close();
      return;
    }
    reader.noteIncompleteLine(r, input());
    r.log(Level.INFO, "client prematurely closed connection");
    error = true;
    state = State.WORKING;
    Finalizer.finish(r, Outcome.status(400));
  }

  private void endedWhileWorking() {
    Request r = request;
    InputUser reading = body;
    if (reading != null) {
      reading.ended();
      return;
    }
    Runnable work = abortWork;
    abortWork = null;
    if (work != null) {
      work.run();
    } else if (r != null) {
      r.readHandler().happened(r);
    }
  }

  /** Runs once when the client goes while a request is in work; null takes it back. */
  public void onClientAbort(@Nullable Runnable work) {
    abortWork = work;
    if (work != null && inputEnded) {
      abortWork = null;
      worker.post(work);
    }
  }

  /** Has somebody see all input from now on, within a time; it is told when the time is over. */
  public void startBody(InputUser reader, long timeout) {
    readInput(reader);
    readDeadline.set(timeout);
  }

  /** As {@link #startBody}, without a time. */
  public void readInput(InputUser reader) {
    body = reader;
    resumeReading();
    if (inputEnded) {
      worker.post(
          () -> {
            if (body != null) {
              body.ended();
            }
          });
    }
  }

  /** Input is no longer for the body reader. */
  public void stopBody() {
    body = null;
    readDeadline.clear();
  }

  /** Sends what was gathered, after the present event or before. */
  public void flushSoon() {
    sending.flushSoon(looping);
  }

  /** Sends what was gathered, now. */
  public void flush() {
    sending.flush();
  }

  /** Runs once when nothing waits for the client any more. */
  public void onWritable(Runnable work) {
    sending.onWritable(work);
  }

  /** Finishes a request when its output has left (nginx's {@code ngx_http_set_write_handler}). */
  public Outcome waitForWrite(Request r) {
    return sending.waitForWrite(r);
  }

  /** The event after all output has left, or can never leave. */
  void goOnWriting() {
    if (closing || (error && (state == State.IDLE || state == State.LINGERING))) {
      close();
      return;
    }
    if (state == State.LINGERING) {
      socket.shutdownOutput();
      return;
    }
    if (holding && !error) {
      return;
    }
    sending.runWaiting();
    Request r = active;
    if (state == State.WORKING && r != null && Sending.waits(r)) {
      r.writeHandler().happened(r);
    }
    runPosted();
  }

  void sendTimedOut() {
    timedOut = true;
    Request r = active;
    if (state != State.WORKING || r == null) {
      close();
      return;
    }
    error = true;
    r.log(Level.INFO, "client timed out (110: Connection timed out)");
    Finalizer.finish(r, Outcome.status(408));
  }

  /** Has a request's write handler run after the present event. */
  public void post(Request r) {
    posted.add(r);
  }

  /** Runs what was posted (nginx's {@code ngx_http_run_posted_requests}). */
  public void runPosted() {
    posted.run();
  }

  private void readTimedOut() {
    event(
        () -> {
          Request r = request;
          switch (state) {
            case WAITING -> {
              ConnectionLog.note(this, "client timed out (110: Connection timed out)");
              close();
            }
            case READING -> {
              timedOut = true;
              if (r != null) {
                r.log(Level.INFO, "client timed out (110: Connection timed out)");
                closeRequest(r, Outcome.status(408));
              }
            }
            case WORKING -> {
              InputUser reading = body;
              if (reading != null) {
                reading.timedOut();
              }
            }
            default -> close();
          }
        });
  }

  @Override
  public void workerExiting() {
    if (state == State.IDLE) {
      readDeadline.set(KeepAlive.exitGrace(address));
    }
  }

  @Override
  public void workerTerminating() {
    close();
  }
}
