package io.perigee.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainDatagramSocketAddress;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.perigee.conf.text.ConfError;
import io.perigee.core.worker.TestWorker;
import io.perigee.core.worker.Transport;
import io.perigee.core.worker.Worker;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code error_log syslog:...}: what arrives at the server, and what is refused. */
class SyslogTest {
  /** As in RFC 3164: a day below ten has a blank. */
  private static final String TIME = "[A-Z][a-z]{2} [ 0-9]\\d \\d\\d:\\d\\d:\\d\\d ";

  private static final String LINE =
      "\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d \\[error] \\d+#\\d+: it broke";

  @TempDir Path folder;

  static boolean hasEpoll() {
    return Epoll.isAvailable();
  }

  /** Writes messages to the log that such a target makes; its threshold is "info". */
  private void log(String target, Level level, String... messages) throws Exception {
    Worker worker =
        TestWorker.of(folder, Transport.best(), "error_log " + target + " info;\nevents {}");
    try {
      for (String message : messages) {
        worker.log().log(level, message);
      }
    } finally {
      worker.terminate();
      worker.awaitEnd(10_000);
      worker.cycle().closeLogs();
    }
  }

  private static DatagramSocket server() throws IOException {
    DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static String receive(DatagramSocket server) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
    server.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
  }

  private String sent(String parameters, Level level) throws Exception {
    try (DatagramSocket server = server()) {
      log("syslog:server=127.0.0.1:" + server.getLocalPort() + parameters, level, "it broke");
      return receive(server);
    }
  }

  @Test
  void aLineOfTheErrorLogIsOneDatagramWithoutItsLineFeed() throws Exception {
    assertThat(sent("", Level.ERROR)).matches("<187>" + TIME + "\\S+ nginx: " + LINE);
  }

  @Test
  void facilityTagAndTheAbsenceOfAHostNameMayBeChosen() throws Exception {
    assertThat(sent(",facility=user,tag=my_tag,nohostname", Level.ERROR))
        .matches("<11>" + TIME + "my_tag: " + LINE);
  }

  @Test
  void theSeverityIsThatOfTheLine() throws Exception {
    assertThat(sent(",severity=debug", Level.WARN)).startsWith("<188>");
    assertThat(sent("", Level.EMERG)).startsWith("<184>");
    assertThat(sent("", Level.INFO)).startsWith("<190>");
  }

  private String failures() throws IOException {
    return Files.readString(folder.resolve("error.log"))
        .lines()
        .filter(line -> line.contains("logging to syslog"))
        .map(line -> line.replaceFirst("^\\S+ \\S+ (\\[.*?]) \\S+ ", "$1 "))
        .collect(Collectors.joining("\n"));
  }

  @Test
  @EnabledIf("hasEpoll")
  void aUnixSocketThatIsMissingIsToldOfInTheMainLogForEachLine() throws Exception {
    Path missing = folder.resolve("missing.sock");

    log("syslog:server=unix:" + missing, Level.ERROR, "one", "two");

    String failure =
        "[alert] connect() failed (2: No such file or directory) while logging to syslog,"
            + " server: unix:"
            + missing;
    assertThat(failures()).isEqualTo(failure + "\n" + failure);
  }

  @Test
  void aClosedPortIsToldOfWhenItsAnswerHasCome() throws Exception {
    int port;
    try (DatagramSocket nobody = server()) {
      port = nobody.getLocalPort();
    }

    log("syslog:server=127.0.0.1:" + port, Level.ERROR, "unnoticed", "refused", "sent anew");

    assertThat(failures())
        .isEqualTo(
            "[error] send() failed (111: Connection refused) while logging to syslog,"
                + " server: 127.0.0.1:"
                + port);
  }

  @Test
  @EnabledIf("hasEpoll")
  void aServerThatComesLaterGetsTheLinesFromThenOn() throws Exception {
    Path path = folder.resolve("log.sock");
    SyslogServer server =
        new SyslogServer(
            UnixDomainSocketAddress.of(path), "", new SyslogServer.Form(0, "nginx", false));
    boolean before = server.send(0, new byte[] {'a'}, 1);

    Socket late = Socket.newSocketDomainDgram();
    try {
      late.bind(new DomainSocketAddress(path.toString()));

      assertThat(before).isFalse();
      assertThat(server.send(0, new byte[] {'b'}, 1)).isTrue();
    } finally {
      late.close();
      server.close();
    }
  }

  @Test
  @EnabledIf("hasEpoll")
  void aServerThatDoesNotReadLosesLinesAndDelaysNobody() throws Exception {
    Path path = folder.resolve("log.sock");
    Socket busy = Socket.newSocketDomainDgram();
    SyslogServer server =
        new SyslogServer(
            UnixDomainSocketAddress.of(path), "", new SyslogServer.Form(0, "nginx", false));
    try {
      busy.bind(new DomainSocketAddress(path.toString()));
      byte[] line = new byte[4096];

      boolean sent = true;
      for (int i = 0; sent && i < 100_000; i++) {
        sent = server.send(0, line, line.length);
      }

      assertThat(sent).isFalse();
    } finally {
      busy.close();
      server.close();
    }
  }

  @Test
  @EnabledIf("hasEpoll")
  void aUnixSocketTakesLinesToo() throws Exception {
    Path path = folder.resolve("log.sock");
    Socket server = Socket.newSocketDomainDgram();
    try {
      server.bind(new DomainSocketAddress(path.toString()));
      log("syslog:server=unix:" + path + ",nohostname", Level.ERROR, "it broke");

      ByteBuffer bytes = ByteBuffer.allocateDirect(4096);
      DomainDatagramSocketAddress from = server.recvFromDomainSocket(bytes, 0, 4096);
      byte[] text = new byte[from.receivedAmount()];
      bytes.get(0, text);
      assertThat(new String(text, StandardCharsets.ISO_8859_1))
          .matches("<187>" + TIME + "nginx: " + LINE);
    } finally {
      server.close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "syslog: | unknown syslog parameter \"\"",
        "syslog:foo | unknown syslog parameter \"foo\"",
        "syslog:server=127.0.0.1, | unknown syslog parameter \"\"",
        "syslog:server= | no host in syslog server \"\"",
        "syslog:server=127.0.0.1:99999 | invalid port in syslog server \"127.0.0.1:99999\"",
        "syslog:server=no.invalid | host not found in syslog server \"no.invalid\"",
        "syslog:server=unix: | no path in the unix domain socket in syslog server \"unix:\"",
        "syslog:facility=local7 | no syslog server specified",
        "syslog:server=127.0.0.1,server=127.0.0.1 | duplicate syslog \"server\"",
        "syslog:facility=foo | unknown syslog facility \"foo\"",
        "syslog:severity=foo | unknown syslog severity \"foo\"",
        "syslog:severity=info,severity=info | duplicate syslog \"severity\"",
        "syslog:tag=a,tag=b | duplicate syslog \"tag\"",
        "syslog:tag=abcdefghijklmnopqrstuvwxyz1234567 | syslog tag length exceeds 32",
        "syslog:tag=a-b | syslog \"tag\" only allows alphanumeric characters and underscore"
      })
  void whatIsNotUnderstoodIsRefusedInNginxsWords(String target, String message) {
    assertThatThrownBy(() -> log(target, Level.ERROR, ""))
        .isInstanceOf(ConfError.class)
        .hasMessageStartingWith(message + " in ");
  }
}
