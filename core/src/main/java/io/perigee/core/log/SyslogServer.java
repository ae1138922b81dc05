package io.perigee.core.log;

import io.perigee.core.text.Ascii;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A server that takes the lines of logs as datagrams in the form of BSD syslog (RFC 3164), {@code
 * <190>Nov 26 17:28:50 host nginx: MESSAGE}. The socket is opened with the first line and again
 * after a failure; as in nginx, a line that cannot be sent at once is lost, so that logging never
 * waits.
 */
public final class SyslogServer implements LogDestination, Closeable {
  /** How the messages to a server look. */
  public record Form(int facility, String tag, boolean hostname) {}

  private static final SecondText TIME =
      new SecondText(DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH));

  private final SocketAddress address;
  private final int facility;
  private final String head;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable DatagramSender sender;

  /** A server at this address that is not connected yet. */
  public SyslogServer(SocketAddress address, Form form) {
    this.address = address;
    this.facility = form.facility();
    this.head = " " + (form.hostname() ? hostname() + " " : "") + form.tag() + ": ";
  }

  private static String hostname() {
    try {
      return Ascii.lower(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    } catch (IOException notLinux) {
      String known = System.getenv("HOSTNAME");
      return known == null ? "localhost" : Ascii.lower(known);
    }
  }

  /** Takes a line of an error log; its level is the severity. */
  @Override
  public void write(Level level, byte[] line) {
    send(severity(level), line, line.length - 1);
  }

  private static int severity(Level level) {
    return switch (level) {
      case STDERR, EMERG -> 0;
      case ALERT -> 1;
      case CRIT -> 2;
      case ERROR -> 3;
      case WARN -> 4;
      case NOTICE -> 5;
      case INFO -> 6;
      case DEBUG -> 7;
    };
  }

  /** Sends the first bytes of a message with this severity, 0 to 7. */
  public void send(int severity, byte[] message, int length) {
    String start = "<" + (facility * 8 + severity) + ">" + TIME.now() + head;
    byte[] datagram = new byte[start.length() + length];
    System.arraycopy(Ascii.latin1(start), 0, datagram, 0, start.length());
    System.arraycopy(message, 0, datagram, start.length(), length);
    lock.lock();
    try {
      opened().send(datagram);
    } catch (IOException lost) {
      closeSender();
    } finally {
      lock.unlock();
    }
  }

  private DatagramSender opened() throws IOException {
    DatagramSender known = sender;
    if (known == null) {
      known =
          address instanceof UnixDomainSocketAddress unix
              ? DatagramSender.toUnix(unix)
              : DatagramSender.toInternet(address);
      sender = known;
    }
    return known;
  }

  private void closeSender() {
    DatagramSender open = sender;
    sender = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closeSender();
    } finally {
      lock.unlock();
    }
  }
}
