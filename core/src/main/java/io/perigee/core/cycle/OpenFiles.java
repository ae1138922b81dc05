package io.perigee.core.cycle;

import io.perigee.conf.text.ConfError;
import io.perigee.conf.text.SystemErrors;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.LogFile;
import io.perigee.core.log.SyslogServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The log files of one cycle, each opened once (nginx's {@code cycle->open_files}), and its syslog
 * servers.
 */
final class OpenFiles {
  private final Map<Path, LogFile> files = new LinkedHashMap<>();
  private final LogFile stderr = LogFile.stderr();
  private final List<SyslogServer> servers = new ArrayList<>();

  LogFile file(Path path) {
    return files.computeIfAbsent(path.normalize(), LogFile::named);
  }

  LogFile stderr() {
    return stderr;
  }

  /** A server that is closed with the files; it opens by itself when something is written. */
  void add(SyslogServer server) {
    servers.add(server);
  }

  /** Names the log that is told of syslog servers that cannot be reached. */
  void reportFailures(ErrorLog log) {
    servers.forEach(server -> server.reportFailures(log));
  }

  /** Opens what the configuration names; nginx's text when that fails. */
  void open() {
    for (LogFile file : files.values()) {
      try {
        file.open();
      } catch (IOException e) {
        throw new ConfError("open() \"" + file.path() + "\" failed " + SystemErrors.text(e));
      }
    }
  }

  void reopen() throws IOException {
    for (LogFile file : files.values()) {
      file.reopen();
    }
  }

  void close() throws IOException {
    for (LogFile file : files.values()) {
      file.close();
    }
    servers.forEach(SyslogServer::close);
  }
}
