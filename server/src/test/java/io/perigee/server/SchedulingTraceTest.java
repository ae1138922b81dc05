package io.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.server.trace.TraceCommand;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code lua_scheduling_trace} and {@code perigee trace}. */
@Timeout(60)
final class SchedulingTraceTest {
  private static final String CONFIGURATION =
      """
      server {
        listen PORT;
        location = /traced {
          lua_scheduling_trace trace.jsonl;
          content_by_lua_block {
            local t = ngx.thread.spawn(function()
              ngx.sleep(0.001)
            end)
            local co = coroutine.wrap(function() coroutine.yield() end)
            co()
            ngx.thread.wait(t)
            ngx.say("done")
          }
        }
        location = /silent { content_by_lua_block { ngx.say("done") } }
      }
      """;

  @TempDir Path folder;

  private static String member(String line, String name) {
    String start = "\"" + name + "\":\"";
    int from = line.indexOf(start);
    return from < 0
        ? ""
        : line.substring(from + start.length(), line.indexOf('"', from + start.length()));
  }

  @Test
  void tellsWhoRanWhenAndWhy() throws Exception {
    int port = RunningServer.freePort();
    try (RunningServer server = RunningServer.ofHttp(folder, port, CONFIGURATION)) {
      assertThat(server.get(port, "/traced").body()).isEqualTo("done\n");
    }

    List<String> lines = Files.readAllLines(folder.resolve("trace.jsonl"));
    assertThat(lines.getFirst()).contains("\"what\":\"GET /traced\"", "\"phase\":\"content\"");
    assertThat(lines.stream().map(line -> member(line, "cause")).filter(c -> !c.isEmpty()))
        .containsExactly(
            "start",
            "spawned by 1",
            "posted",
            "resumed by 1",
            "yield of 3",
            "end of sleep",
            "end of 2");
    assertThat(lines.stream().map(line -> member(line, "why")).filter(w -> !w.isEmpty()))
        .containsExactly(
            "spawns 2",
            "waits in sleep",
            "resumes 3",
            "yields",
            "waits in wait",
            "returns",
            "returns");
    assertThat(lines.stream().map(line -> member(line, "at")).filter(a -> !a.isEmpty()))
        .allMatch(at -> at.matches("content_by_lua\\(nginx\\.conf:\\d+\\):\\d+"));
    assertThat(lines.getLast()).contains("\"ev\":\"end\",\"code\":0");
  }

  @Test
  void isNotWrittenWhereItIsOff() throws Exception {
    int port = RunningServer.freePort();
    try (RunningServer server = RunningServer.ofHttp(folder, port, CONFIGURATION)) {
      server.get(port, "/silent");
    }

    assertThat(folder.resolve("trace.jsonl")).isEmptyFile();
  }

  @Test
  void isDrawnAsATimeline() throws Exception {
    Path trace = folder.resolve("t.jsonl");
    Files.writeString(
        trace,
        """
        {"run":"7","us":0,"ev":"begin","phase":"content","what":"GET /a<b>"}
        {"run":"7","us":1,"ev":"new","co":1,"kind":"entry thread"}
        {"run":"7","us":2,"ev":"run","co":1,"cause":"start"}
        {"run":"7","us":50,"ev":"stop","co":1,"why":"waits in sleep","at":"a.lua:3"}
        {"run":"7","us":5050,"ev":"run","co":1,"cause":"end of sleep"}
        {"run":"7","us":5060,"ev":"stop","co":1,"why":"returns"}
        {"run":"7","us":5061,"ev":"end","code":0}
        """);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    int status =
        TraceCommand.run(
            new String[] {trace.toString(), "7"},
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));

    assertThat(status).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("<svg")
        .contains("GET /a&lt;b&gt;", "1  entry thread", "end of sleep", "5.0 ms", "line 3")
        .endsWith("</svg>\n");
  }

  @Test
  void aMissingFileIsSaid() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    int status =
        TraceCommand.run(
            new String[] {folder.resolve("none").toString()},
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));

    assertThat(status).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("No such file or directory");
  }
}
