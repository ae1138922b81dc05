package io.perigee.http.core;

import io.perigee.conf.text.ConfError;
import io.perigee.conf.text.LuaBlockScanner;
import io.perigee.core.cycle.ConfigurationSource;
import io.perigee.core.cycle.Cycle;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.Level;
import io.perigee.core.log.LogFile;
import io.perigee.core.log.StartLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads configurations of tests, and tells what was said while they were read. */
public final class Configurations {
  private static final LuaBlockScanner NO_LUA =
      (text, start, line) -> {
        throw new LuaBlockScanner.Unterminated("no Lua here", line);
      };

  private final Path prefix;

  /** Configurations in a folder of their own. */
  public Configurations(Path prefix) {
    this.prefix = prefix;
  }

  /** The messages of reading a configuration, the last one an error or OK. */
  public List<String> answers(String text) throws IOException {
    Path said = prefix.resolve("said.log");
    LogFile file = LogFile.named(said);
    file.open();
    StartLog log =
        new StartLog(new ErrorLog(List.of(new ErrorLog.Target(file, Level.WARN))), false);
    List<String> lines = new ArrayList<>();
    try {
      read(text, log).closeLogs();
      lines.add("OK");
    } catch (ConfError e) {
      lines.add("[emerg] " + e.getMessage());
    }
    file.close();
    List<String> warnings =
        Files.readAllLines(said, StandardCharsets.ISO_8859_1).stream()
            .map(line -> line.replaceFirst("^[0-9/]+ [0-9:]+ (\\[\\w+]) [0-9#]+: ", "$1 "))
            .toList();
    Files.delete(said);
    lines.addAll(0, warnings);
    String name = prefix.resolve("nginx.conf").toString();
    return lines.stream().map(line -> line.replace(name, "nginx.conf")).toList();
  }

  /** The http block of a configuration without errors. */
  public HttpConf http(String inside) throws IOException {
    Cycle cycle =
        read(
            "events {}\nhttp {\n" + inside + "\n}\n", new StartLog(new ErrorLog(List.of()), false));
    HttpConf conf = cycle.attachment(HttpConf.KEY);
    if (conf == null) {
      throw new IllegalStateException("no http block");
    }
    return conf;
  }

  private Cycle read(String text, StartLog log) throws IOException {
    Path file = prefix.resolve("nginx.conf");
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    ConfigurationSource source = new ConfigurationSource(prefix, file, "", "stderr", true);
    return Cycle.load(source, List.of(new HttpSubsystem(List.of())), NO_LUA, log, null);
  }
}
