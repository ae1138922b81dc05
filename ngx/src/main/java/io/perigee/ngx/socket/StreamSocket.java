package io.perigee.ngx.socket;

import io.netty.buffer.ByteBuf;
import io.perigee.core.worker.Worker;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import io.perigee.ngx.thread.LightThread;
import io.perigee.ngx.thread.Resource;
import io.perigee.ngx.thread.ThreadContext;
import io.perigee.ngx.thread.ThreadOperations;
import org.jspecify.annotations.Nullable;

/**
 * A stream socket in the hands of Lua code. One light thread may wait for bytes and another one for
 * its bytes to leave. The two directions end apart: reading by the end of input or an error,
 * writing by an error or a time-out. It belongs to the context that connected it and is closed at
 * its end.
 */
public final class StreamSocket extends Resource {
  /** What the end of input means. */
  public enum Kind {
    /** The other side has closed: the socket cannot read any more. */
    DUPLEX,
    /** A body is read to its end, which may be read again and again. */
    BODY
  }

  static final LuaString CLOSED = LuaString.intern("closed");
  static final LuaString TIMEOUT = LuaString.intern("timeout");
  private static final LuaString BUSY_CONNECTING = LuaString.intern("socket busy connecting");
  private static final LuaString BUSY_READING = LuaString.intern("socket busy reading");
  private static final LuaString BUSY_WRITING = LuaString.intern("socket busy writing");

  private final Worker worker;
  private final Kind kind;
  private final SocketSettings settings;
  private final SocketTimeouts timeouts;
  private @Nullable SocketOptions options;
  private @Nullable Link link;
  private @Nullable Connecting connecting;
  private @Nullable LightThread reader;
  private @Nullable Reception reception;
  private @Nullable LightThread writer;
  private int writing;
  private boolean readClosed;
  private boolean writeClosed;

  /** A socket that is not connected yet. */
  public StreamSocket(Worker worker, Kind kind, SocketSettings settings) {
    this.worker = worker;
    this.kind = kind;
    this.settings = settings;
    this.timeouts = new SocketTimeouts(settings);
  }

  Worker worker() {
    return worker;
  }

  SocketSettings settings() {
    return settings;
  }

  SocketTimeouts timeouts() {
    return timeouts;
  }

  /** What Lua code set before connecting; made when first asked for. */
  SocketOptions options() {
    SocketOptions known = options;
    if (known == null) {
      known = new SocketOptions();
      options = known;
    }
    return known;
  }

  /** What the socket is connected to, or null. */
  public @Nullable Link link() {
    return link;
  }

  boolean isOpen() {
    return link != null && !(readClosed && writeClosed);
  }

  /** Whether both directions are open. */
  boolean isWhole() {
    return link != null && !readClosed && !writeClosed;
  }

  /** Gives the socket its link, which it has until the end of the context or an earlier close. */
  public void attach(Link peer, ThreadContext context) {
    link = peer;
    peer.socket(this);
    readClosed = false;
    writeClosed = false;
    context.own(this);
  }

  /** Takes the link away, for a pool. */
  Link detach() {
    Link had = link;
    if (had == null) {
      throw new IllegalStateException("no link");
    }
    link = null;
    had.socket(null);
    disown();
    return had;
  }

  void connecting(@Nullable Connecting attempt) {
    connecting = attempt;
  }

  // ---- checks

  /** Throws if the caller serves another request than the one that has the socket. */
  void checkOwner(ThreadContext caller) {
    ThreadContext context = owner();
    if (context != null && !context.equals(caller)) {
      throw LuaError.at(1, "bad request");
    }
  }

  /** What a call returns that needs both directions for itself, or null if it has them. */
  @Nullable Object busy() {
    Object refused = busyConnecting();
    if (refused == null && reader != null) {
      refused = Results.of(null, BUSY_READING);
    }
    return refused == null ? busyWriting() : refused;
  }

  /** As {@link #busy}, for a socket that must be open and the caller's own. */
  @Nullable Object busyUnlessClosed(ThreadContext caller) {
    if (connecting == null && !isOpen()) {
      return Results.of(null, CLOSED);
    }
    checkOwner(caller);
    return busy();
  }

  private @Nullable Object busyConnecting() {
    return connecting != null ? Results.of(null, BUSY_CONNECTING) : null;
  }

  private @Nullable Object busyWriting() {
    return writer != null ? Results.of(null, BUSY_WRITING) : null;
  }

  private Object refusedAsClosed(ThreadContext caller, String attempt) {
    if (settings.logErrors()) {
      Link known = link;
      caller.logError(
          "attempt to "
              + attempt
              + " on a closed socket: u:"
              + pointer(this)
              + ", c:"
              + (known == null ? pointer(null) : pointer(known))
              + ", ft:0 eof:"
              + (readClosed ? 1 : 0));
    }
    return Results.of(null, CLOSED);
  }

  private static String pointer(@Nullable Object object) {
    return String.format("%016X", object == null ? 0 : System.identityHashCode(object));
  }

  // ---- reading

  /** Waits until the reception is complete. */
  Object receive(LightThread thread, Reception wanted) {
    Object refused = refuseReading(thread.context());
    if (refused != null) {
      return refused;
    }
    Link from = openLink();
    ByteBuf rest = from.rest();
    if (rest != null && rest.isReadable() && wanted.take(rest)) {
      return wanted.result();
    }
    reader = thread;
    reception = wanted;
    from.reading().set(timeouts.read());
    thread.pending(this::cancelReading);
    from.read();
    return ThreadOperations.await(thread);
  }

  /** What a reading call returns that cannot begin, or null if it can. */
  @Nullable Object refuseReading(ThreadContext caller) {
    if (connecting == null && (link == null || readClosed)) {
      return refusedAsClosed(caller, "receive data");
    }
    checkOwner(caller);
    Object refused = busyConnecting();
    return refused == null && reader != null ? Results.of(null, BUSY_READING) : refused;
  }

  private Link openLink() {
    Link known = link;
    if (known == null) {
      throw new IllegalStateException("no link");
    }
    return known;
  }

  void received(ByteBuf in) {
    Link from = openLink();
    Reception wanted = reception;
    if (wanted == null) {
      from.keep(in);
      return;
    }
    boolean complete = wanted.take(in);
    from.keep(in);
    if (complete) {
      wakeReader(wanted.result());
    } else {
      from.reading().set(timeouts.read());
      from.read();
    }
  }

  void inputEnded() {
    Reception wanted = reception;
    if (wanted == null) {
      return;
    }
    readClosed = kind != Kind.BODY;
    if (wanted.endCompletes()) {
      wakeReader(wanted.result());
    } else {
      wakeReader(null, CLOSED, partial(wanted));
    }
  }

  private static LuaString partial(Reception wanted) {
    return wanted instanceof UntilReception until ? until.withPending() : wanted.result();
  }

  void readTimedOut() {
    LightThread thread = reader;
    Reception wanted = reception;
    if (thread == null || wanted == null) {
      return;
    }
    openLink().pauseReading();
    if (settings.logErrors()) {
      thread.context().logError("lua tcp socket read timed out");
    }
    wakeReader(null, TIMEOUT, wanted.result());
  }

  private void wakeReader(@Nullable Object... results) {
    LightThread thread = reader;
    if (thread != null) {
      stopReading();
      thread.context().wake(thread, results);
    }
  }

  private void stopReading() {
    reader = null;
    reception = null;
    if (link != null) {
      link.reading().clear();
    }
  }

  /** A thread that is killed while it waits takes the connection with it. */
  private void cancelReading() {
    stopReading();
    abandon();
  }

  /** Closes the connection; a thread that waits in the other direction is told after this event. */
  private void abandon() {
    close();
    if (reader != null || writer != null) {
      worker.post(this::tellClosed);
    }
  }

  private void tellClosed() {
    Reception wanted = reception;
    if (wanted != null) {
      wakeReader(null, CLOSED, wanted.result());
    }
    wakeWriter(null, CLOSED);
  }

  // ---- writing

  /** What a sending call returns that cannot begin, or null if it can. */
  @Nullable Object refuseWriting(ThreadContext caller) {
    if (connecting == null && (link == null || writeClosed)) {
      return refusedAsClosed(caller, "send data");
    }
    checkOwner(caller);
    Object refused = busyConnecting();
    return refused == null ? busyWriting() : refused;
  }

  /** Sends bytes and waits until all have left; the result is their number. */
  Object send(LightThread thread, byte[] bytes, int size) {
    if (size == 0) {
      return 0.0;
    }
    Link to = openLink();
    to.put(bytes, 0, size);
    if (to.flush()) {
      return (double) size;
    }
    writer = thread;
    writing = size;
    to.writing().set(timeouts.send());
    thread.pending(this::cancelWriting);
    return ThreadOperations.await(thread);
  }

  void sent() {
    wakeWriter((double) writing);
  }

  void writeTimedOut() {
    LightThread thread = writer;
    if (thread == null) {
      return;
    }
    writeClosed = true;
    if (settings.logErrors()) {
      thread.context().logError("lua tcp socket write timed out");
    }
    wakeWriter(null, TIMEOUT);
  }

  private void wakeWriter(@Nullable Object... results) {
    LightThread thread = writer;
    if (thread != null) {
      stopWriting();
      thread.context().wake(thread, results);
    }
  }

  private void stopWriting() {
    writer = null;
    if (link != null) {
      link.writing().clear();
    }
  }

  private void cancelWriting() {
    stopWriting();
    abandon();
  }

  // ---- ends

  /** The link is broken: whoever waits is told. */
  void failed(String error) {
    LuaString text = LuaString.of(error);
    LightThread waiting = writer;
    Reception wanted = reception;
    if (waiting != null) {
      writeClosed = true;
      wakeWriter(null, text);
    }
    if (wanted != null && wanted.equals(reception)) {
      readClosed = true;
      wakeReader(null, text, partial(wanted));
    }
  }

  /** The worker's time is over: nothing more leaves, and the input has ended. */
  void cut() {
    Reception wanted = reception;
    writeClosed = true;
    wakeWriter(null, CLOSED);
    if (wanted != null && wanted.equals(reception)) {
      inputEnded();
    }
  }

  /** {@code shutdown("send")}. */
  Object shutdownOutput() {
    writeClosed = true;
    return openLink().shutdownOutput() ? 1.0 : Results.of(null, LuaString.of("not supported"));
  }

  /** Closes the connection. */
  void close() {
    Link had = link;
    if (had != null) {
      detach();
      had.close();
    }
  }

  @Override
  protected void release() {
    Link had = link;
    if (had != null) {
      link = null;
      had.socket(null);
      had.close();
    }
  }
}
