package io.perigee.httplua;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testing.TestClient;
import io.perigee.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a request body goes to a file, who is told, and how long the file lives. */
class RequestBodyFilesTest {
  private static final String WHERE =
      """
      ngx.req.read_body()
      local file = ngx.req.get_body_file()
      local handle = file and io.open(file)
      ngx.print(handle and "file " .. #handle:read("*a") or "memory")
      """;

  private static final String LOCATIONS =
      LuaServer.content("/usual", WHERE)
          + "location = /only { client_body_in_file_only on; content_by_lua_block {\n"
          + WHERE
          + "\n} }\nlocation = /leaves { client_body_in_file_only on; rewrite ^ /usual last; }\n"
          + "location = /kept { client_body_in_file_only on; proxy_pass http://127.0.0.1:@PORT@/ok;"
          + " }\nlocation = /gone { client_body_in_file_only clean;"
          + " proxy_pass http://127.0.0.1:@PORT@/ok; }\nlocation = /ok { return 200 ok; }\n";

  @TempDir static Path prefix;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        LuaServer.of(
            prefix, "client_body_buffer_size 1k; client_body_temp_path bodies;", LOCATIONS);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  /** The body comes apart from the header, so that none of it is in the header's buffer. */
  private static String post(String path, String framing, String body) throws IOException {
    try (TestClient client = server.connect()) {
      client.send(
          "POST "
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\n"
              + framing
              + "\r\n\r\n");
      client.readUntil("100 Continue\r\n\r\n");
      client.send(body);
      String answer = client.readAll();
      return answer.substring(answer.indexOf("\r\n\r\n") + 4).replaceAll("\r\n(0\r\n\r\n)?", " ");
    }
  }

  private static String post(String path, int size) throws IOException {
    return post(path, "Content-Length: " + size, "x".repeat(size));
  }

  private static List<Path> files() throws IOException {
    Path folder = prefix.resolve("bodies");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"1024, memory", "1279, memory", "1280, file 1280"})
  void aBodyOfKnownLengthMayBeNearlyAQuarterLargerThanTheBuffer(int size, String where)
      throws IOException {
    assertThat(post("/usual", size)).contains(where);
  }

  @ParameterizedTest
  @CsvSource({"1012, memory", "1013, file 1013"})
  void chunksTakeRoomWithTheirSizesAndEnds(int size, String where) throws IOException {
    String chunk = Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n0\r\n\r\n";

    assertThat(post("/usual", "Transfer-Encoding: chunked", chunk)).contains(where);
  }

  @Test
  void aFileThatLuaCodeWantsIsGoneWithItsRequestAndNotTold() throws IOException {
    assertThat(post("/only", 5)).contains("file 5");
    assertThat(post("/leaves", 6)).contains("file 6");

    server.awaitNothingHeld();
    assertThat(files()).allMatch(file -> file.toFile().length() > 6);
    assertThat(server.errorLog()).doesNotContain("[notice] a client request body");
  }

  @Test
  void aFileThatOthersWantStaysWithOnAndIsGoneWithClean() throws IOException {
    assertThat(post("/gone", 7)).contains("ok");
    assertThat(post("/kept", 8)).contains("ok");

    server.awaitNothingHeld();
    assertThat(files()).singleElement().extracting(file -> file.toFile().length()).isEqualTo(8L);
    assertThat(server.errorLog())
        .containsPattern(
            "\\[notice] \\S+ \\*\\d+ a client request body is buffered to a temporary file");
  }
}
