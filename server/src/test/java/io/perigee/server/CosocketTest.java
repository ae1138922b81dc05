package io.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sockets of Lua code with real peers. Each test asks the server for {@code /t}. */
class CosocketTest {
  private static final Path REDIS = Path.of("/usr/bin/redis-server");

  @TempDir Path folder;

  /** What a location with this code answers; {@code PEER} in it is the port of the peer. */
  private String say(int peer, String code) throws IOException, InterruptedException {
    return say(peer, "", code);
  }

  private String say(int peer, String directives, String code)
      throws IOException, InterruptedException {
    int port = RunningServer.freePort();
    String inside =
        directives
            + "location /hello { return 200 hello; }\nlocation /t { content_by_lua_block {\n"
            + code.replace("PEER", String.valueOf(peer)).replace("SELF", String.valueOf(port))
            + "\n} }";
    try (RunningServer server = RunningServer.of(folder, port, inside)) {
      return server.get(port, "/t").body().strip();
    }
  }

  private String errorLog() throws IOException {
    return Files.readString(folder.resolve("logs/error.log"), StandardCharsets.ISO_8859_1);
  }

  /** A listening socket whose connections nobody serves. */
  private static ServerSocket silentPeer() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @Test
  void afterReadTimeoutTheConnectionCanBeReadAgain() throws Exception {
    try (ServerSocket peer = silentPeer()) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket connection = peer.accept()) {
                  connection.getOutputStream().write("par".getBytes(StandardCharsets.US_ASCII));
                  int asked = connection.getInputStream().read();
                  assertThat(asked).isEqualTo('g');
                  connection.getOutputStream().write("tial\n".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException gone) {
                  throw new java.io.UncheckedIOException(gone);
                }
              });

      String said =
          say(
              peer.getLocalPort(),
              """
              local sock = assert(ngx.socket.connect("127.0.0.1", PEER))
              assert(sock:receive(1) == "p")
              sock:settimeout(30)
              local line, err, partial = sock:receive()
              sock:settimeout(10000)
              sock:send("g")
              ngx.say(line, " ", err, " ", partial, " ", sock:receive())
              """);

      assertThat(said).isEqualTo("nil timeout ar tial");
      assertThat(errorLog()).contains("lua tcp socket read timed out");
    }
  }

  @Test
  void aThreadThatIsKilledWhileItReadsTakesTheConnectionWithIt() throws Exception {
    try (ServerSocket peer = silentPeer()) {
      String said =
          say(
              peer.getLocalPort(),
              """
              local sock = assert(ngx.socket.connect("127.0.0.1", PEER))
              local reader = ngx.thread.spawn(function() sock:receive() end)
              ngx.say(ngx.thread.kill(reader), " ", select(2, sock:send("x")))
              """);

      assertThat(said).isEqualTo("1 closed");
    }
  }

  @Test
  void theConnectionsOfRequestsAreClosedAtTheirEnd() throws Exception {
    try (ServerSocket peer = silentPeer()) {
      say(peer.getLocalPort(), "ngx.say(ngx.socket.connect('127.0.0.1', PEER) ~= nil)");

      try (Socket connection = peer.accept()) {
        assertThat(connection.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void connectsBeyondThePoolsSizeWaitForConnectionInUse() throws Exception {
    try (ServerSocket peer = silentPeer()) {
      String said =
          say(
              peer.getLocalPort(),
              """
              local options = { pool = "p", pool_size = 1, backlog = 1 }
              local first = assert(ngx.socket.connect("127.0.0.1", PEER, options))
              local second = ngx.thread.spawn(function()
                return ngx.socket.connect("127.0.0.1", PEER, options)
              end)
              local _, refused = ngx.socket.connect("127.0.0.1", PEER, options)
              first:setkeepalive()
              local _, sock = ngx.thread.wait(second)
              ngx.say(refused, ", ", sock:getreusedtimes())
              """);

      assertThat(said).isEqualTo("too many waiting connect operations, 1");
    }
  }

  @Test
  void anIdleConnectionThatThePeerClosesIsNotUsedAgain() throws Exception {
    String said =
        say(
            0,
            "keepalive_timeout 20ms;\n",
            """
            local function get()
              local sock = assert(ngx.socket.connect("127.0.0.1", SELF))
              local reused = sock:getreusedtimes()
              sock:send("GET /hello HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
              sock:receiveuntil("hello")()
              assert(sock:setkeepalive())
              return reused
            end
            local first, second = get(), get()
            ngx.sleep(0.3)
            ngx.say(first, " ", second, " ", get())
            """);

    assertThat(said).isEqualTo("0 1 0");
  }

  @Test
  void unixSocketsAreListenedOnAndConnectedTo() throws Exception {
    Path socket = folder.resolve("http.sock");
    String said =
        say(
            0,
            "listen unix:" + socket + ";\n",
            """
            local sock = assert(ngx.socket.connect("unix:FILE"))
            sock:send("GET /hello HTTP/1.0\\r\\n\\r\\n")
            ngx.say(sock:receive(), " ", sock:receive("*a"):sub(-5))
            """
                .replace("FILE", socket.toString()));

    assertThat(said).isEqualTo("HTTP/1.1 200 OK hello");
  }

  @Test
  void datagramsAreSentAndReceived() throws Exception {
    try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> echo(peer));

      String said =
          say(
              peer.getLocalPort(),
              """
              local sock = ngx.socket.udp()
              assert(sock:setpeername("127.0.0.1", PEER))
              assert(sock:send({ "a", 1, { "b" } }))
              ngx.say(sock:receive(), " ", sock:close(), " ", select(2, sock:send("x")))
              """);

      assertThat(said).isEqualTo("a1b 1 closed");
    }
  }

  private static void echo(DatagramSocket peer) {
    byte[] buffer = new byte[100];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    try {
      peer.receive(packet);
      peer.send(packet);
    } catch (IOException closed) {
      throw new java.io.UncheckedIOException(closed);
    }
  }

  @Test
  void aClientOfRedisWorks() throws Exception {
    assumeTrue(Files.isExecutable(REDIS), "needs redis-server");
    int port = RunningServer.freePort();
    Process redis =
        new ProcessBuilder(
                REDIS.toString(),
                "--port",
                String.valueOf(port),
                "--save",
                "",
                "--dir",
                folder.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String said =
          say(
              port,
              """
              local sock
              for _ = 1, 200 do
                sock = ngx.socket.connect("127.0.0.1", PEER)
                if sock then break end
                ngx.sleep(0.05)
              end
              local function command(...)
                local request = { "*", select("#", ...), "\\r\\n" }
                for _, arg in ipairs({ ... }) do
                  request[#request + 1] = { "$", #arg, "\\r\\n", arg, "\\r\\n" }
                end
                assert(sock:send(request))
                local line = assert(sock:receive())
                if line:sub(1, 1) ~= "$" then return line end
                local value = assert(sock:receive(tonumber(line:sub(2))))
                sock:receive(2)
                return value
              end
              ngx.say(command("SET", "k", "a\\r\\nb"), " ", #command("GET", "k"), " ", command("DEL", "k"))
              """);

      assertThat(said).isEqualTo("+OK 4 :1");
    } finally {
      redis.destroy();
      assertThat(redis.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
