package io.perigee.core.worker;

import io.perigee.conf.text.LuaBlockScanner;
import io.perigee.core.cycle.ConfigurationSource;
import io.perigee.core.cycle.Cycle;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.StartLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes workers of a configuration without a subsystem; tests end them. */
public final class TestWorker {
  private static final LuaBlockScanner NO_LUA =
      (text, start, line) -> {
        throw new LuaBlockScanner.Unterminated("no Lua here", line);
      };

  private TestWorker() {}

  /** A worker whose configuration has the defaults. */
  public static Worker of(Path folder, Transport transport) throws IOException {
    return of(folder, transport, "events {}");
  }

  /** A worker whose configuration says this; its files are in the folder. */
  public static Worker of(Path folder, Transport transport, String configuration)
      throws IOException {
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, "error_log error.log info;\n" + configuration + "\n");
    Cycle cycle =
        Cycle.load(
            new ConfigurationSource(folder, file, "", "stderr", false),
            List.of(),
            NO_LUA,
            new StartLog(new ErrorLog(List.of()), false),
            null);
    return new Worker(0, cycle, transport);
  }
}
