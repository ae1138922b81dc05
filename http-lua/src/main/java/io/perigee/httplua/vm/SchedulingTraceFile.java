package io.perigee.httplua.vm;

import io.perigee.conf.directive.Directive;
import io.perigee.core.log.LogFile;
import io.perigee.http.core.HttpConf;
import java.nio.file.Path;

/** The file of {@code lua_scheduling_trace}, which is opened and reopened like a log. */
public final class SchedulingTraceFile {
  /** No file: nothing is traced. */
  public static final LogFile NONE = LogFile.named(Path.of("off"));

  private SchedulingTraceFile() {}

  /** Reads the directive's argument: a file name or "off". */
  public static LogFile parse(Directive d) {
    return d.arg(0).equals("off") ? NONE : HttpConf.of(d).cycle().file(d.path(d.arg(0)));
  }
}
