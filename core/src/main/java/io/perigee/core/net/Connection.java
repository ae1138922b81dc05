package io.perigee.core.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.unix.Socket;
import io.perigee.core.worker.Timer;
import io.perigee.core.worker.Transport;
import io.perigee.core.worker.Worker;
import io.perigee.core.worker.WorkerKey;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a worker opens: to an upstream server, a name server, a database. It lives on
 * the worker's event loop and thread. States, and who moves them:
 *
 * <pre>
 * CONNECTING --the system--> OPEN
 * CONNECTING --refused, time over--> CLOSED
 * any --close--> CLOSED
 * </pre>
 *
 * Reading is by request: {@link #read} asks for one report of bytes, end or failure. Bytes that
 * come unasked are held, and the socket is left alone until the next read; so what is not wanted
 * stays with the sender. Times for reading and writing are the owner's affair.
 */
public final class Connection {
  /** Set up of a connection's socket. */
  public record Options(@Nullable SocketAddress local, boolean keepAlive, long connectTimeout) {
    /** Any local address, no TCP keep-alive, and so many milliseconds to connect. */
    public static Options within(long connectTimeout) {
      return new Options(null, false, connectTimeout);
    }
  }

  private static final WorkerKey<ByteBuffer> ONE_BYTE = WorkerKey.of("room to look");

  private enum State {
    CONNECTING,
    OPEN,
    CLOSED
  }

  private final Worker worker;
  private final SocketAddress address;
  private ConnectionEvents events;
  private @Nullable Channel channel;
  private @Nullable Output output;
  private @Nullable Timer connectTimer;
  private @Nullable ByteBuf held;
  private @Nullable SocketError broken;
  private State state = State.CONNECTING;
  private boolean wanted;
  private boolean ended;
  private boolean deliveryPosted;
  private boolean failedAtOnce;

  private Connection(Worker worker, SocketAddress address, ConnectionEvents events) {
    this.worker = worker;
    this.address = address;
    this.events = events;
  }

  /**
   * Starts to connect to an IP address and port or to a unix socket. What comes of it is told after
   * the present event, even if it is known at once.
   */
  public static Connection open(
      Worker worker, SocketAddress address, Options options, ConnectionEvents events) {
    Connection connection = new Connection(worker, address, events);
    connection.start(options);
    return connection;
  }

  private void start(Options options) {
    Channel made;
    try {
      made = Channels.outgoing(worker, address);
    } catch (ChannelException failed) {
      failAtOnce("socket()", failed);
      return;
    }
    channel = made;
    output = new Output(new Sending(), worker, new ChannelWay(made));
    setUp(made, options);
    var _ = worker.eventLoop().register(made);
    SocketAddress local = options.local();
    if (local != null) {
      Throwable refused = made.bind(Channels.form(worker.transport(), local)).cause();
      if (refused != null) {
        failAtOnce("bind(" + Addresses.text(local) + ")", refused);
        return;
      }
    }
    ChannelFuture connecting = made.connect(Channels.form(worker.transport(), address));
    if (!connecting.isDone()) {
      connectTimer = worker.timer(options.connectTimeout(), this::connectTimedOut);
      connecting.addListener(done -> event(() -> connectDone(done.cause())));
    } else if (connecting.cause() == null) {
      worker.post(() -> guarded(() -> connectDone(null)));
    } else {
      failAtOnce("connect() to " + Addresses.text(address), connecting.cause());
    }
  }

  private void setUp(Channel made, Options options) {
    made.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    made.config().setConnectTimeoutMillis(0);
    if (worker.transport() != Transport.IO_URING) {
      made.config().setOption(ChannelOption.RECVBUF_ALLOCATOR, ReceiveBuffers.of(worker));
    }
    if (options.keepAlive()) {
      made.config().setOption(ChannelOption.SO_KEEPALIVE, true);
    }
    made.pipeline().addLast(new Receiving());
  }

  private void failAtOnce(String call, Throwable cause) {
    failedAtOnce = true;
    SocketError error = new SocketError(call, SystemError.of(cause));
    worker.post(() -> guarded(() -> connectFailed(error)));
  }

  private void connectDone(@Nullable Throwable failure) {
    if (state != State.CONNECTING) {
      return;
    }
    stopConnectTimer();
    if (failure == null) {
      state = State.OPEN;
      events.connected();
    } else {
      connectFailed(new SocketError("connect()", SystemError.of(failure)));
    }
  }

  private void connectFailed(SocketError error) {
    if (state == State.CONNECTING) {
      close();
      events.connectFailed(error);
    }
  }

  private void connectTimedOut() {
    if (state == State.CONNECTING) {
      close();
      events.connectTimedOut();
    }
  }

  /** Where it leads. */
  public SocketAddress address() {
    return address;
  }

  /** This side's address, or null while there is none. */
  public @Nullable SocketAddress localAddress() {
    Channel open = channel;
    return open == null ? null : open.localAddress();
  }

  /** The worker that it belongs to. */
  public Worker worker() {
    return worker;
  }

  /** Whether it is connected, and not closed by its owner. */
  public boolean isOpen() {
    return state == State.OPEN;
  }

  /** Whether the system refused at once to connect, which nginx logs as critical. */
  public boolean failedAtOnce() {
    return failedAtOnce;
  }

  /** Gives the connection to another owner. */
  public void events(ConnectionEvents owner) {
    events = owner;
  }

  /** The way out; put bytes and flush when connected. */
  public Output output() {
    Output out = output;
    if (out == null) {
      throw new IllegalStateException("no socket");
    }
    return out;
  }

  /** Netty's channel, for handlers of encryption before the connection's own. */
  public Channel channel() {
    Channel open = channel;
    if (open == null) {
      throw new IllegalStateException("no socket");
    }
    return open;
  }

  /** Asks for one report: bytes, the end of input, or a failure. */
  public void read() {
    if (state != State.OPEN) {
      return;
    }
    wanted = true;
    if (held != null || ended || broken != null) {
      postDelivery();
    } else {
      readOn();
    }
  }

  /** What there is to read, as {@link #look} finds it. */
  public enum Look {
    /** Nothing so far. */
    SILENT,
    /** Bytes. */
    BYTES,
    /** No bytes, and there will be none. */
    ENDED
  }

  /** Looks what there is to read, without taking it; for connections that ought to be silent. */
  public Look look() {
    if (held != null) {
      return Look.BYTES;
    }
    if (ended || broken != null || state != State.OPEN) {
      return Look.ENDED;
    }
    boolean direct = worker.transport() == Transport.EPOLL;
    Socket socket = direct ? Channels.socketOf(channel()) : null;
    return socket == null ? Look.SILENT : lookAt(socket);
  }

  private Look lookAt(Socket socket) {
    try {
      ByteBuffer one = worker.attachment(ONE_BYTE, () -> ByteBuffer.allocateDirect(1));
      int count = socket.recv(one, 0, 1);
      if (count == 0) {
        return Look.SILENT;
      }
      if (count < 0) {
        return Look.ENDED;
      }
      held = Unpooled.buffer().writeByte(one.get(0));
      return Look.BYTES;
    } catch (IOException broke) {
      receiveFailed(broke);
      return Look.ENDED;
    }
  }

  private void readOn() {
    Channel open = channel();
    if (!open.config().isAutoRead()) {
      open.config().setAutoRead(true);
    }
  }

  /** Takes a {@link #read} back: what comes is held. */
  public void pauseReading() {
    wanted = false;
  }

  private void postDelivery() {
    if (!deliveryPosted) {
      deliveryPosted = true;
      worker.post(() -> guarded(this::deliver));
    }
  }

  /** Tells what was held back, if it is wanted. */
  private void deliver() {
    deliveryPosted = false;
    if (!wanted || state != State.OPEN) {
      return;
    }
    ByteBuf bytes = held;
    SocketError error = broken;
    if (bytes != null) {
      held = null;
      wanted = false;
      events.received(bytes);
    } else if (error != null) {
      wanted = false;
      events.failed(error);
    } else if (ended) {
      wanted = false;
      events.inputEnded();
    } else {
      readOn();
    }
  }

  private void received(ByteBuf bytes) {
    if (state == State.CLOSED) {
      return;
    }
    if (wanted && held == null) {
      wanted = false;
      events.received(bytes);
      return;
    }
    ByteBuf before = held;
    held = before == null ? Unpooled.copiedBuffer(bytes) : before.writeBytes(bytes);
    channel().config().setAutoRead(false);
  }

  private void inputEnded() {
    if (!ended) {
      ended = true;
      deliver();
    }
  }

  private void receiveFailed(Throwable cause) {
    if (broken == null && !ended) {
      broken = new SocketError("recv()", SystemError.of(cause));
      deliver();
    }
  }

  private void sendFailed(Throwable cause) {
    SocketError error = new SocketError("send()", SystemError.of(cause));
    broken = error;
    worker.post(
        () ->
            guarded(
                () -> {
                  if (state == State.OPEN) {
                    events.failed(error);
                  }
                }));
  }

  /** Sends the end of output; reading goes on. */
  public void shutdownOutput() {
    if (channel instanceof DuplexChannel duplex && state == State.OPEN) {
      var _ = duplex.shutdownOutput();
    }
  }

  /** Closes the connection; nothing is told of it. */
  public void close() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    held = null;
    stopConnectTimer();
    Channel open = channel;
    if (open != null) {
      var _ = open.close();
    }
  }

  private void stopConnectTimer() {
    Timer timer = connectTimer;
    connectTimer = null;
    if (timer != null) {
      timer.cancel();
    }
  }

  private void event(Runnable work) {
    worker.begin();
    try {
      guarded(work);
    } finally {
      worker.end();
    }
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error problem) {
      worker.unexpected(problem);
      close();
    }
  }

  /** What Netty tells of the way in. */
  private final class Receiving extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      try {
        event(() -> Connection.this.received(bytes));
      } finally {
        bytes.release();
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event == ChannelInputShutdownEvent.INSTANCE) {
        event(Connection.this::inputEnded);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      event(Connection.this::inputEnded);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!(cause instanceof IOException)) {
        worker.unexpected(cause);
      }
      event(() -> receiveFailed(cause));
    }
  }

  /** What the way out tells. */
  private final class Sending implements Output.Events {
    @Override
    public void sendFailed(Throwable cause) {
      Connection.this.sendFailed(cause);
    }

    @Override
    public void progressed() {
      if (state == State.OPEN) {
        events.progressed();
      }
    }

    @Override
    public void drained() {
      if (state == State.OPEN) {
        events.drained();
      }
    }
  }
}
