package io.perigee.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.Level;
import io.perigee.core.log.LogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NettyLogTest {
  @TempDir Path folder;

  @Test
  void warningsAndErrorsOfNettyReachTheErrorLog() throws IOException {
    Path path = folder.resolve("error.log");
    LogFile file = LogFile.named(path);
    file.open();
    NettyLog.writeTo(new ErrorLog(List.of(new ErrorLog.Target(file, Level.WARN))));
    InternalLogger logger = InternalLoggerFactory.getInstance("io.netty.channel.SomeChannel");

    logger.info("not of interest");
    logger.warn("limit {} of {}", 1, 2);
    logger.error("went wrong", new IllegalStateException("why"));

    assertThat(Files.readAllLines(path))
        .anyMatch(
            line -> line.contains("[warn]") && line.endsWith("netty SomeChannel: limit 1 of 2"))
        .anyMatch(
            line ->
                line.contains("[error]")
                    && line.endsWith("went wrong: java.lang.IllegalStateException: why"))
        .noneMatch(line -> line.contains("not of interest"));
  }
}
