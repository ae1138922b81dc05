package io.perigee.httpmodules;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the lines of access logs go. */
class AccessLogTest {
  @TempDir Path prefix;

  @Test
  void aSyslogServerThatCannotBeReachedIsToldOfInTheErrorLogs() throws Exception {
    try (TestServer server =
        StandardServer.of(
            prefix,
            """
            error_log error.log;
            events {}
            http {
              error_log http.log warn;
              server {
                listen 127.0.0.1:@PORT@;
                access_log syslog:server=unix:%s/missing.sock;
                location / { return 200 "answered"; }
              }
            }
            """
                .formatted(prefix))) {

      assertThat(server.body("/")).isEqualTo("answered");

      Path ofTheRequest = prefix.resolve("http.log");
      server.await(
          () ->
              Files.readString(ofTheRequest)
                  .contains("send() to syslog failed while logging request, client: 127.0.0.1"));
      assertThat(server.errorLog())
          .contains(
              "connect() failed (2: No such file or directory) while logging to syslog, server:"
                  + " unix:"
                  + prefix
                  + "/missing.sock");
    }
  }
}
