package io.perigee.httpmodules.log;

import io.perigee.core.cycle.SyslogTarget;
import io.perigee.core.log.Level;
import io.perigee.core.log.LogFile;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.request.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One access_log directive: where its lines go, their form, and the condition under which a request
 * gets one.
 */
final class AccessLog {
  /** Where the lines go. */
  sealed interface Target permits ToSink, ToNamedFile, ToSyslog {}

  /** A file with a fixed name. */
  record ToSink(LogSink sink) implements Target {}

  /** A file whose name depends on the request; relative names start at the prefix. */
  record ToNamedFile(ComplexValue<Request> name, Path prefix) implements Target {}

  /** A syslog server. */
  record ToSyslog(SyslogTarget syslog) implements Target {}

  private final Target target;
  private final LogFormat format;
  private final @Nullable ComplexValue<Request> condition;

  AccessLog(Target target, LogFormat format, @Nullable ComplexValue<Request> condition) {
    this.target = target;
    this.format = format;
    this.condition = condition;
  }

  /** Writes the line of a request. */
  void log(Request r) {
    if (condition != null) {
      byte[] value = condition.evaluate(r);
      if (value.length == 0 || (value.length == 1 && value[0] == '0')) {
        return;
      }
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    format.append(line, r);
    switch (target) {
      case ToSink(LogSink sink) -> sink.write(line.toByteArray(), r.worker());
      case ToNamedFile(ComplexValue<Request> name, Path prefix) ->
          append(r, prefix.resolve(Ascii.string(name.evaluate(r))), line.toByteArray());
      case ToSyslog(SyslogTarget syslog) -> {
        byte[] bytes = line.toByteArray();
        if (!syslog.server().send(syslog.severity(), bytes, bytes.length - 1)) {
          r.log(Level.WARN, "send() to syslog failed");
        }
      }
    }
  }

  /** The file may be another one for each request: opened, written and closed as nginx does. */
  private static void append(Request r, Path path, byte[] line) {
    LogFile file = LogFile.named(path);
    try {
      file.open();
      file.write(line);
      file.close();
    } catch (IOException e) {
      r.log(Level.CRIT, "open() \"" + path + "\" failed (" + e.getMessage() + ")");
    }
  }

  /** The sink to flush when a worker ends, or null. */
  @Nullable LogSink sink() {
    return target instanceof ToSink(LogSink sink) ? sink : null;
  }
}
