package io.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code master_process off}. */
class SingleProcessTest {
  @TempDir Path folder;

  @Test
  void hupEndsAServerWithoutAMaster() throws Exception {
    Files.createDirectories(folder.resolve("conf"));
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(
        folder.resolve("conf/nginx.conf"),
        "master_process off;\nerror_log logs/error.log info;\nevents {}\n");
    try (RunningServer server = new RunningServer(folder)) {
      server.signal(Signals.Order.RELOAD, "1 (SIGHUP)");

      assertThat(server.ends()).isTrue();
    }
    assertThat(Files.readString(folder.resolve("logs/error.log")))
        .contains("signal 1 (SIGHUP) received, exiting")
        .endsWith(": exit\n")
        .doesNotContain("reconfiguring");
  }
}
