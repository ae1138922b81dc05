package io.perigee.core.log;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * A connected datagram socket that never waits. Java's own channels know no unix datagrams. The
 * message of an exception is the system's words alone, {@code Connection refused}.
 */
sealed interface DatagramSender {
  /** Sends a datagram; false, and it is dropped, while the system has no room. */
  boolean send(byte[] datagram) throws IOException;

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
      throw inSystemsWords(failed);
    }
  }

  /** UDP. */
  record Internet(DatagramChannel channel) implements DatagramSender {
    @Override
    public boolean send(byte[] datagram) throws IOException {
      try {
        return channel.write(ByteBuffer.wrap(datagram)) == datagram.length;
      } catch (PortUnreachableException refused) {
        // The answer to a datagram before: the exception has no text.
        throw new IOException("Connection refused", refused);
      }
    }

    @Override
    public void close() {
      closeQuietly(channel);
    }
  }

  /** A unix socket, which Netty opens as one that does not wait. */
  record Unix(Socket socket) implements DatagramSender {
    @Override
    public boolean send(byte[] datagram) throws IOException {
      ByteBuffer direct = ByteBuffer.allocateDirect(datagram.length).put(datagram);
      try {
        return socket.write(direct, 0, datagram.length) == datagram.length;
      } catch (IOException failed) {
        throw inSystemsWords(failed);
      }
    }

    @Override
    public void close() {
      closeQuietly(socket::close);
    }
  }

  /**
   * Netty has them behind the name of the call, {@code connect(..) failed with error(-111): WORDS},
   * but says nothing of a missing socket.
   */
  private static IOException inSystemsWords(IOException failed) {
    if (failed instanceof FileNotFoundException) {
      return new IOException("No such file or directory", failed);
    }
    String message = String.valueOf(failed.getMessage());
    return new IOException(message.substring(message.lastIndexOf(": ") + 1).strip(), failed);
  }

  private static void closeQuietly(Closeable socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // The socket is given up, and there is no log to tell it to: this is a log's own.
    }
  }
}
