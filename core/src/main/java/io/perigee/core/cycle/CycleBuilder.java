package io.perigee.core.cycle;

import io.perigee.conf.directive.ConfBlock;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Environment;
import io.perigee.conf.directive.Key;
import io.perigee.conf.text.ConfError;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.Level;
import io.perigee.core.log.LogFile;
import io.perigee.core.log.StartLog;
import io.perigee.core.log.SyslogServer;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cycle while its configuration is read: what directives need beyond their block. A handler
 * reaches it with {@link #of(Directive)}.
 */
public final class CycleBuilder implements Environment {
  /** Under this key the builder is attached to the block of the whole file. */
  public static final Key<CycleBuilder> KEY = new Key<>("cycle");

  private final ConfigurationSource source;
  private @Nullable Cycle previous;
  private final StartLog log;
  private final OpenFiles files = new OpenFiles();
  private final IdentityHashMap<Key<?>, Object> attachments = new IdentityHashMap<>();

  CycleBuilder(ConfigurationSource source, @Nullable Cycle previous, StartLog log) {
    this.source = source;
    this.previous = previous;
    this.log = log;
  }

  /** The builder of the configuration that a directive stands in. */
  public static CycleBuilder of(Directive d) {
    return d.find(KEY);
  }

  @Override
  public Path prefix() {
    return source.prefix();
  }

  @Override
  public Path confPrefix() {
    Path folder = source.confFile().getParent();
    return folder == null ? source.prefix() : folder;
  }

  /** The options of the command line. */
  public ConfigurationSource source() {
    return source;
  }

  /** The cycle that this one is to replace, whose zones and sockets may be taken over. */
  public @Nullable Cycle previous() {
    return previous;
  }

  /** Whether the configuration is only checked. */
  public boolean isTest() {
    return source.test();
  }

  @Override
  public void report(String severity, ConfError about) {
    Level level = Level.ofWord(severity);
    log.log(level == null ? Level.NOTICE : level, String.valueOf(about.getMessage()));
  }

  /** The log that messages go to while the configuration is read. */
  public StartLog log() {
    return log;
  }

  /**
   * A log file, opened once the configuration is accepted; the same object for the same name. Also
   * for access logs.
   */
  public LogFile file(Path path) {
    return files.file(path);
  }

  /** Makes a syslog server one of this cycle's. */
  void add(SyslogServer server) {
    files.add(server);
  }

  /** Standard error as a log file. */
  public LogFile stderr() {
    return files.stderr();
  }

  /** Keeps an object with the cycle and returns it. */
  public <T> T attach(Key<T> key, T value) {
    attachments.put(key, value);
    return value;
  }

  /** What was attached under a key, or null. */
  public <T> @Nullable T attachment(Key<T> key) {
    return key.cast(attachments.get(key));
  }

  OpenFiles files() {
    return files;
  }

  /** Makes the cycle. The one before is let go of, or each would keep all its predecessors. */
  Cycle build(ConfBlock root, ErrorLog errorLog, List<SourceFile> sources) {
    Cycle cycle = new Cycle(this, root, errorLog, sources, attachments);
    files.reportFailures(errorLog);
    previous = null;
    return cycle;
  }
}
