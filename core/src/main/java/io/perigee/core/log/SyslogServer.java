package io.perigee.core.log;

import io.perigee.conf.text.SystemErrors;
import io.perigee.core.text.Ascii;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A server that takes the lines of logs as datagrams in the form of BSD syslog (RFC 3164), {@code
 * <190>Nov 26 17:28:50 host nginx: MESSAGE}. The socket is opened with the first line and again
 * after a failure; as in nginx, a line that cannot be sent at once is lost, so that logging never
 * waits. A failure is told to the main error log, but the lines that tell of it are not sent here.
 */
public final class SyslogServer implements LogDestination, Closeable {
  /** How the messages to a server look. */
  public record Form(int facility, String tag, boolean hostname) {}

  private static final SecondText TIME =
      new SecondText(DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH));

  /** What nginx takes for trouble of the other side; anything else is an alert. */
  private static final Set<String> TROUBLE_OF_THE_PEER =
      Set.of(
          "Broken pipe",
          "Connection refused",
          "Connection reset by peer",
          "Connection timed out",
          "Host is down",
          "Network is down",
          "Network is unreachable",
          "No route to host",
          "Transport endpoint is not connected");

  private final SocketAddress address;
  private final String name;
  private final int facility;
  private final String head;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Thread> reporting = ConcurrentHashMap.newKeySet();
  private volatile @Nullable ErrorLog failures;
  private @Nullable DatagramSender sender;

  /**
   * A server that is not connected yet.
   *
   * @param address where it listens
   * @param name how messages about it name it
   * @param form how its lines look
   */
  public SyslogServer(SocketAddress address, String name, Form form) {
    this.address = address;
    this.name = name;
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

  /** Names the log that is told when the server cannot be reached. */
  public void reportFailures(ErrorLog log) {
    failures = log;
  }

  /** Takes a line of an error log; its level is the severity. */
  @Override
  public void write(Level level, byte[] line) {
    if (!reporting.contains(Thread.currentThread())) {
      send(severity(level), line, line.length - 1);
    }
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

  /** Sends the first bytes of a message with this severity, 0 to 7; false if it is lost. */
  public boolean send(int severity, byte[] message, int length) {
    String start = "<" + (facility * 8 + severity) + ">" + TIME.now() + head;
    byte[] datagram = new byte[start.length() + length];
    System.arraycopy(Ascii.latin1(start), 0, datagram, 0, start.length());
    System.arraycopy(message, 0, datagram, start.length(), length);
    try {
      return sendAlone(datagram);
    } catch (Failure failure) {
      report(failure);
      return false;
    }
  }

  private boolean sendAlone(byte[] datagram) throws Failure {
    lock.lock();
    try {
      return opened().send(datagram);
    } catch (IOException failed) {
      closeSender();
      boolean peer = TROUBLE_OF_THE_PEER.contains(String.valueOf(failed.getMessage()));
      throw new Failure("send()", failed, peer ? Level.ERROR : Level.ALERT);
    } finally {
      lock.unlock();
    }
  }

  private DatagramSender opened() throws Failure {
    DatagramSender known = sender;
    if (known == null) {
      try {
        known =
            address instanceof UnixDomainSocketAddress unix
                ? DatagramSender.toUnix(unix)
                : DatagramSender.toInternet(address);
      } catch (IOException failed) {
        throw new Failure("connect()", failed, Level.ALERT);
      }
      sender = known;
    }
    return known;
  }

  /**
   * Not under the lock: two servers may report to each other at the same time. A thread that
   * reports sends nothing here, or a failure in the log that is told would have no end.
   */
  private void report(Failure failure) {
    ErrorLog log = failures;
    Thread thread = Thread.currentThread();
    if (log != null && reporting.add(thread)) {
      try {
        log.log(failure.level, failure.text + " while logging to syslog, server: " + name);
      } finally {
        reporting.remove(thread);
      }
    }
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

  /** A call on the socket that failed, in nginx's words. */
  private static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Level level;
    private final String text;

    Failure(String call, IOException why, Level level) {
      super(why);
      this.level = level;
      this.text = call + " failed " + SystemErrors.text(why);
    }
  }
}
