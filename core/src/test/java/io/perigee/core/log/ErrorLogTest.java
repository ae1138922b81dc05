package io.perigee.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorLogTest {
  @TempDir Path folder;

  private LogFile open(String name) throws IOException {
    LogFile file = LogFile.named(folder.resolve(name));
    file.open();
    return file;
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name), StandardCharsets.ISO_8859_1);
  }

  private static final LogContext CLIENT =
      new LogContext() {
        @Override
        public long connectionNumber() {
          return 7;
        }

        @Override
        public void describe(StringBuilder line) {
          line.append(", client: 127.0.0.1");
        }
      };

  @Test
  void aLineHasNginxsForm() throws IOException {
    LogFile file = open("error.log");
    ErrorLog log = new ErrorLog(List.of(new ErrorLog.Target(file, Level.ERROR)));

    log.log(Level.ERROR, CLIENT, "it broke");
    log.log(Level.CRIT, "alone");
    log.log(Level.WARN, "left out");

    assertThat(lines("error.log")).hasSize(2);
    assertThat(lines("error.log").get(0))
        .matches(
            "\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d \\[error] \\d+#\\d+: \\*7 it broke,"
                + " client: 127\\.0\\.0\\.1");
    assertThat(lines("error.log").get(1)).matches(".* \\[crit] \\d+#\\d+: alone");
    file.close();
  }

  @Test
  void eachTargetHasItsOwnThreshold() throws IOException {
    LogFile some = open("some.log");
    LogFile all = open("all.log");
    ErrorLog log =
        new ErrorLog(
            List.of(new ErrorLog.Target(some, Level.ERROR), new ErrorLog.Target(all, Level.DEBUG)));

    log.log(Level.INFO, "hello");

    assertThat(log.enabled(Level.DEBUG)).isTrue();
    assertThat(lines("some.log")).isEmpty();
    assertThat(lines("all.log")).hasSize(1);
    some.close();
    all.close();
  }

  @Test
  void linesAreCutAsInNginx() throws IOException {
    LogFile file = open("error.log");
    ErrorLog log = new ErrorLog(List.of(new ErrorLog.Target(file, Level.ERROR)));

    log.log(Level.ERROR, "x".repeat(5000));

    assertThat(Files.size(folder.resolve("error.log"))).isEqualTo(2048);
    file.close();
  }

  @Test
  void aFileThatWasMovedIsOpenedAnew() throws IOException {
    LogFile file = open("error.log");
    ErrorLog log = new ErrorLog(List.of(new ErrorLog.Target(file, Level.ERROR)));
    log.log(Level.ERROR, "one");
    Files.move(folder.resolve("error.log"), folder.resolve("old.log"));
    log.log(Level.ERROR, "two");

    file.reopen();
    log.log(Level.ERROR, "three");

    assertThat(lines("old.log")).hasSize(2);
    assertThat(lines("error.log")).singleElement().asString().endsWith("three");
    file.close();
  }
}
