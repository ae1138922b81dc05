package io.perigee.core.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.unix.Socket;
import io.netty.util.UncheckedBooleanSupplier;
import io.perigee.core.worker.Worker;
import io.perigee.core.worker.WorkerKey;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Lets all connections of a worker receive into one buffer, which is possible because what was
 * received is copied out before the next read. Not for transports that read by themselves.
 */
@SuppressWarnings("deprecation") // epoll asks for Netty's older ExtendedHandle
public final class ReceiveBuffers implements RecvByteBufAllocator {
  /** Most that is received at once. */
  static final int SIZE = 64 * 1024;

  private static final WorkerKey<ReceiveBuffers> KEY = WorkerKey.of("receive buffer");

  private final SharedHandle handle = new SharedHandle();

  private ReceiveBuffers() {}

  /** The one of a worker. */
  public static ReceiveBuffers of(Worker worker) {
    return worker.attachment(KEY, ReceiveBuffers::new);
  }

  /** Receives into the buffer: number of bytes, 0 for nothing so far, negative for the end. */
  int receive(Socket socket) throws IOException {
    return socket.recvAddress(handle.address, 0, SIZE);
  }

  /** The bytes of the last {@link #receive}, until the next one. */
  ByteBuf received(int count) {
    return handle.shared.setIndex(0, count);
  }

  @Override
  public Handle newHandle() {
    return handle;
  }

  private static final class SharedHandle implements ExtendedHandle {
    private final ByteBuffer direct = ByteBuffer.allocateDirect(SIZE);
    private final long address = MemorySegment.ofBuffer(direct).address();
    private final ByteBuf shared = Unpooled.wrappedBuffer(direct);
    private @Nullable ChannelConfig channel;
    private int attempted;
    private int last;

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      return shared.clear().retain();
    }

    @Override
    public int guess() {
      return SIZE;
    }

    @Override
    public void reset(ChannelConfig config) {
      channel = config;
      last = 0;
      attempted = 0;
    }

    @Override
    public void incMessagesRead(int count) {
      // messages are not counted: a read that fills the buffer is followed by another one
    }

    @Override
    public void lastBytesRead(int bytes) {
      last = bytes;
    }

    @Override
    public int lastBytesRead() {
      return last;
    }

    @Override
    public void attemptedBytesRead(int bytes) {
      attempted = bytes;
    }

    @Override
    public int attemptedBytesRead() {
      return attempted;
    }

    @Override
    public boolean continueReading() {
      return last > 0 && last == attempted && channel != null && channel.isAutoRead();
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
      return continueReading() && maybeMoreData.get();
    }

    @Override
    public void readComplete() {
      // nothing is learned from sizes
    }
  }
}
