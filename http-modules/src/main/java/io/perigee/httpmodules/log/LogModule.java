package io.perigee.httpmodules.log;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LIMIT_EXCEPT;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.LOCATION_IF;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Key;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.directive.Settings;
import io.perigee.core.cycle.SyslogTarget;
import io.perigee.core.log.LogFile;
import io.perigee.core.worker.Worker;
import io.perigee.http.core.HttpConf;
import io.perigee.http.core.LocationConf;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.Phase;
import io.perigee.http.request.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * access_log and log_format. Without any access_log a request is logged to {@code logs/access.log}
 * in the combined form.
 */
@SuppressWarnings("ReferenceEquality") // "unset" is told from "off" by identity
public final class LogModule implements HttpModule {
  private static final String DEFAULT_FILE = "logs/access.log";

  /** What a block has that neither sets nor inherits a log; told from "off" by identity. */
  private static final List<AccessLog> UNSET = Collections.unmodifiableList(new ArrayList<>());

  private static final Setting<List<AccessLog>> LOGS = Setting.derived("access_log", UNSET);

  private static final Key<Formats> FORMATS = new Key<>("log formats");
  private static final Key<AccessLog> DEFAULT = new Key<>("default access log");

  /** The formats and sinks of one configuration. */
  private static final class Formats {
    private final Map<String, LogFormat> byName = new HashMap<>();
    private final Map<String, LogSink> sinks = new HashMap<>();
    private final Map<String, AccessLogOptions> options = new HashMap<>();
  }

  /** The module. */
  public LogModule() {}

  @Override
  public void register(HttpModules modules) {
    modules.settings(LOGS);
    modules.directive("log_format", in(HTTP), Args.atLeast(2), LogModule::format);
    modules.directive(
        "access_log",
        in(HTTP, SERVER, LOCATION, LOCATION_IF, LIMIT_EXCEPT),
        Args.atLeast(1),
        LogModule::accessLog);
    modules.directive(
        "open_log_file_cache",
        in(HTTP, SERVER, LOCATION),
        Args.between(1, 4),
        AccessLogOptions::checkCache);
    modules.handler(Phase.LOG, LogModule::log);
  }

  @Override
  public void configured(HttpConf conf) {
    for (LocationConf location : conf.locations()) {
      if (location.settings().get(LOGS) == UNSET) {
        Path path = conf.cycle().prefix().resolve(DEFAULT_FILE);
        LogSink sink = new LogSink(conf.cycle().file(path), 0, 0, 0);
        conf.attach(DEFAULT, new AccessLog(new AccessLog.ToSink(sink), combined(conf), null));
        return;
      }
    }
  }

  @Override
  public void workerExiting(Worker worker, HttpConf conf) {
    Formats formats = conf.attachment(FORMATS);
    if (formats != null) {
      formats.sinks.values().forEach(LogSink::flush);
    }
  }

  private static LogFormat combined(HttpConf conf) {
    LogFormat format = LogFormat.compile(LogFormat.COMBINED, LogEscape.DEFAULT, conf.variables());
    if (format == null) {
      throw new IllegalStateException("the combined format is malformed");
    }
    return format;
  }

  private static Formats formats(Directive d) {
    HttpConf conf = HttpConf.of(d);
    Formats formats = conf.attachment(FORMATS);
    if (formats == null) {
      formats = conf.attach(FORMATS, new Formats());
      formats.byName.put("combined", combined(conf));
    }
    return formats;
  }

  private static void format(Directive d) {
    Formats formats = formats(d);
    String name = d.arg(0);
    if (formats.byName.containsKey(name)) {
      throw d.error("duplicate \"log_format\" name \"" + name + "\"");
    }
    int first = 1;
    LogEscape escape = LogEscape.DEFAULT;
    if (d.arg(1).startsWith("escape=")) {
      escape = escape(d, d.arg(1).substring("escape=".length()));
      first = 2;
    }
    String text = String.join("", d.args().subList(first, d.count()));
    LogFormat format = LogFormat.compile(text, escape, HttpConf.of(d).variables());
    if (format == null) {
      throw d.error("invalid parameter \"" + text + "\"");
    }
    formats.byName.put(name, format);
  }

  private static LogEscape escape(Directive d, String word) {
    return switch (word) {
      case "default" -> LogEscape.DEFAULT;
      case "json" -> LogEscape.JSON;
      case "none" -> LogEscape.NONE;
      default -> throw d.error("unknown log format escaping \"" + word + "\"");
    };
  }

  private static void accessLog(Directive d) {
    Settings settings = d.block().settings();
    if (d.arg(0).equals("off")) {
      if (d.count() > 1) {
        throw d.error("invalid parameter \"" + d.arg(1) + "\"");
      }
      settings.set(LOGS, List.of());
      return;
    }
    List<AccessLog> own = settings.isSet(LOGS) ? settings.find(LOGS) : null;
    List<AccessLog> all = own == null ? new ArrayList<>() : new ArrayList<>(own);
    all.add(read(d));
    settings.set(LOGS, List.copyOf(all));
  }

  private static AccessLog read(Directive d) {
    Formats formats = formats(d);
    AccessLogOptions options = AccessLogOptions.read(d);
    LogFormat format = formats.byName.get(options.format());
    if (format == null) {
      throw d.error("unknown log format \"" + options.format() + "\"");
    }
    return new AccessLog(target(d, formats, options), format, options.condition());
  }

  private static AccessLog.Target target(Directive d, Formats formats, AccessLogOptions options) {
    String path = d.arg(0);
    if (SyslogTarget.isNamed(path)) {
      if (options.capacity() > 0) {
        throw d.error("logs to syslog cannot be buffered");
      }
      return new AccessLog.ToSyslog(SyslogTarget.read(d));
    }
    if (path.contains("$")) {
      if (options.capacity() > 0) {
        throw d.error("buffered logs cannot have variables in name");
      }
      HttpConf conf = HttpConf.of(d);
      return new AccessLog.ToNamedFile(HttpConf.complexValue(d, path), conf.cycle().prefix());
    }
    AccessLogOptions before = formats.options.putIfAbsent(path, options);
    if (before != null && !before.sameBuffer(options)) {
      throw d.error("access_log \"" + path + "\" already defined with conflicting parameters");
    }
    LogSink sink = formats.sinks.computeIfAbsent(path, name -> sink(d, name, options));
    return new AccessLog.ToSink(sink);
  }

  private static LogSink sink(Directive d, String path, AccessLogOptions options) {
    LogFile file = HttpConf.of(d).cycle().file(d.path(path));
    return new LogSink(file, options.capacity(), options.flushMillis(), options.gzipLevel());
  }

  private static Outcome log(Request r) {
    List<AccessLog> logs = r.settings().get(LOGS);
    if (logs == UNSET) {
      AccessLog usual = r.conf().attachment(DEFAULT);
      if (usual != null) {
        usual.log(r);
      }
      return Outcome.OK;
    }
    for (int i = 0; i < logs.size(); i++) {
      logs.get(i).log(r);
    }
    return Outcome.OK;
  }
}
