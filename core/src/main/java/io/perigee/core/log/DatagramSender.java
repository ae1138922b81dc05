package io.perigee.core.log;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** A connected datagram socket that never waits. Java's own channels know no unix datagrams. */
sealed interface DatagramSender {
  /** Sends a datagram, or drops it while the system has no room. */
  void send(byte[] datagram) throws IOException;

  /** Closes the socket. */
  void close();

  /** A socket of UDP. */
  static DatagramSender toInternet(SocketAddress to) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      channel.connect(to);
      return new Internet(channel);
    } catch (IOException failed) {
      channel.close();
      throw failed;
    }
  }

  /** A unix socket; needs Netty's part in C. */
  static DatagramSender toUnix(UnixDomainSocketAddress to) throws IOException {
    Socket socket;
    try {
      socket = Socket.newSocketDomainDgram();
    } catch (LinkageError missing) {
      throw new IOException(missing);
    }
    try {
      socket.connect(new DomainSocketAddress(to.getPath().toString()));
      return new Unix(socket);
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  /** UDP. */
  record Internet(DatagramChannel channel) implements DatagramSender {
    @Override
    public void send(byte[] datagram) throws IOException {
      channel.write(ByteBuffer.wrap(datagram));
    }

    @Override
    public void close() {
      closeQuietly(channel);
    }
  }

  /** A unix socket, which Netty opens as one that does not wait. */
  record Unix(Socket socket) implements DatagramSender {
    @Override
    public void send(byte[] datagram) throws IOException {
      ByteBuffer direct = ByteBuffer.allocateDirect(datagram.length).put(datagram);
      socket.write(direct, 0, datagram.length);
    }

    @Override
    public void close() {
      closeQuietly(socket::close);
    }
  }

  private static void closeQuietly(Closeable socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // The socket is given up, and there is no log to tell it to: this is a log's own.
    }
  }
}
