package io.perigee.httpmodules;

import io.perigee.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;

/** Starts servers with all standard modules. */
final class StandardServer {
  private StandardServer() {}

  /** A server in a folder; the text is that of the main configuration file. */
  static TestServer of(Path prefix, String configuration) throws IOException, InterruptedException {
    return TestServer.start(prefix, StandardHttpModules.all(), TestServer.NO_LUA, configuration);
  }
}
