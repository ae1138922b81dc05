package io.perigee.httplua;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.core.worker.Holdings;
import io.perigee.testing.TestClient;
import io.perigee.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client closes while subrequests wait for a peer that says nothing. With {@code
 * lua_check_client_abort} all ends at once; without it, or where a callback lets the request live,
 * when the peer closes. Either way no request, thread, timer or socket is left.
 */
class AbandonedSubrequestsTest {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final List<String> PHASES = List.of("rewrite", "access", "content");

  /** What waits for the peer, and with how many connections. */
  enum Waiting {
    SOCKET("ngx.location.capture('/socket')", 1),
    PROXY("ngx.location.capture('/proxy')", 1),
    NESTED("ngx.location.capture('/nested')", 1),
    SEVERAL("ngx.location.capture_multi({{'/socket'}, {'/proxy'}, {'/nested'}, {'/done'}})", 3),
    IN_A_THREAD(
        "ngx.thread.spawn(function() ngx.location.capture('/socket') end)"
            + " ngx.location.capture('/proxy')",
        2),
    AFTER_OUTPUT("ngx.say('begun') ngx.flush(true) ngx.location.capture('/socket')", 1);

    private final String lua;
    private final int connections;

    Waiting(String lua, int connections) {
      this.lua = lua;
      this.connections = connections;
    }
  }

  @TempDir static Path prefix;
  private static ServerSocket peer;
  private static TestServer server;
  private final List<Socket> accepted = new ArrayList<>();

  static Stream<Arguments> all() {
    return PHASES.stream()
        .flatMap(phase -> Stream.of(Waiting.values()).map(waiting -> Arguments.of(phase, waiting)));
  }

  @BeforeAll
  static void start() throws Exception {
    peer = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    peer.setSoTimeout(PATIENCE_MILLIS);
    int port = peer.getLocalPort();
    StringBuilder locations = new StringBuilder();
    locations
        .append(
            LuaServer.content(
                "/socket",
                "local sock = ngx.socket.tcp() sock:settimeout(1000000)\n"
                    + "sock:connect('127.0.0.1', "
                    + port
                    + ")\nngx.say(sock:receive())"))
        .append("location = /proxy { proxy_pass http://127.0.0.1:" + port + "; }\n")
        .append(LuaServer.content("/nested", "ngx.print(ngx.location.capture('/socket').body)"))
        .append(LuaServer.content("/done", "ngx.say('done')"));
    String callback = "ngx.on_abort(function() ngx.log(ngx.WARN, 'told') end)\n";
    for (String phase : PHASES) {
      for (Waiting waiting : Waiting.values()) {
        String name = phase + waiting + " {\n";
        locations
            .append(location("/watched" + name, "on", phase, waiting.lua))
            .append(location("/unwatched" + name, "off", phase, waiting.lua))
            .append(location("/told" + name, "on", phase, callback + waiting.lua));
      }
    }
    server = LuaServer.of(prefix, locations.toString());
  }

  private static String location(String head, String check, String phase, String lua) {
    return "location = "
        + head
        + "lua_check_client_abort "
        + check
        + ";\n"
        + phase
        + "_by_lua_block {\n"
        + lua
        + "\n}\n}\n";
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    peer.close();
  }

  @AfterEach
  void closeAccepted() throws IOException {
    for (Socket socket : accepted) {
      socket.close();
    }
  }

  /** Sends a request and closes the connection when all that it waits for has reached the peer. */
  private void abandon(String target, Waiting waiting) throws IOException {
    try (TestClient client = server.connect()) {
      client.get(target);
      for (int i = 0; i < waiting.connections; i++) {
        accepted.add(peer.accept());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aWatchedClientTakesAllWithIt(String phase, Waiting waiting) throws IOException {
    abandon("/watched" + phase + waiting, waiting);

    server.awaitNothingHeld();
    assertThat(server.errorLog()).doesNotContain("unexpected error", "[alert]");
  }

  @ParameterizedTest
  @MethodSource("all")
  void withoutACheckAllEndsWithThePeer(String phase, Waiting waiting) throws IOException {
    abandon("/unwatched" + phase + waiting, waiting);
    closeAccepted();

    server.awaitNothingHeld();
    assertThat(server.errorLog()).doesNotContain("unexpected error", "[alert]");
  }

  @ParameterizedTest
  @MethodSource("all")
  void aCallbackThatLetsTheRequestLiveLeavesItToThePeer(String phase, Waiting waiting)
      throws IOException {
    abandon("/told" + phase + waiting, waiting);
    server.awaitLog("told");
    assertThat(server.holdings()).containsKeys(Holdings.Kind.REQUEST, Holdings.Kind.SOCKET);
    closeAccepted();

    server.awaitNothingHeld();
    assertThat(server.errorLog()).doesNotContain("unexpected error", "[alert]");
  }
}
