package io.perigee.core.cycle;

import io.perigee.conf.directive.ConfBlock;
import io.perigee.conf.directive.DirectiveTable;
import io.perigee.conf.directive.Key;
import io.perigee.conf.directive.Settings;
import io.perigee.conf.text.LuaBlockScanner;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.StartLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One generation of the configuration: all that was made from one reading of it. Safe for all
 * threads once made.
 */
public final class Cycle {
  private final ConfigurationSource source;
  private final Path confPrefix;
  private final Settings main;
  private final Settings events;
  private final ErrorLog errorLog;
  private final List<SourceFile> sources;
  private final OpenFiles files;
  private final long generation;
  private final Map<Key<?>, Object> attachments;

  Cycle(
      CycleBuilder builder,
      ConfBlock root,
      ErrorLog errorLog,
      List<SourceFile> sources,
      Map<Key<?>, Object> attachments) {
    this.source = builder.source();
    this.confPrefix = builder.confPrefix();
    this.main = root.settings();
    this.events = MainDirectives.events(root).settings();
    this.errorLog = errorLog;
    this.sources = List.copyOf(sources);
    this.files = builder.files();
    Cycle previous = builder.previous();
    this.generation = previous == null ? 1 : previous.generation + 1;
    this.attachments = new ConcurrentHashMap<>(attachments);
  }

  /**
   * Reads a configuration; throws {@link io.perigee.conf.text.ConfError} for one that cannot be
   * accepted. Log files are open afterwards, sockets are not.
   */
  public static Cycle load(
      ConfigurationSource source,
      List<? extends Subsystem> subsystems,
      LuaBlockScanner lua,
      StartLog log,
      @Nullable Cycle previous) {
    return new ConfigurationReader(subsystems, lua, log).read(source, previous);
  }

  /** All directives of a program that consists of these subsystems. */
  public static DirectiveTable directives(List<? extends Subsystem> subsystems) {
    DirectiveTable table = new DirectiveTable();
    MainDirectives.register(table);
    for (Subsystem subsystem : subsystems) {
      subsystem.register(table);
    }
    return table;
  }

  /** The command line that the configuration was read with. */
  public ConfigurationSource source() {
    return source;
  }

  /** The folder that relative names refer to. */
  public Path prefix() {
    return source.prefix();
  }

  /** The main configuration file. */
  public Path confFile() {
    return source.confFile();
  }

  /** The folder of the main configuration file. */
  public Path confPrefix() {
    return confPrefix;
  }

  /** Whether the configuration is only checked. */
  public boolean isTest() {
    return source.test();
  }

  /** Number of this cycle in the life of the process, from 1. */
  public long generation() {
    return generation;
  }

  /** The values of the top level; see {@link MainSettings}. */
  public Settings main() {
    return main;
  }

  /** The values of the events block. */
  public Settings events() {
    return events;
  }

  /** The error log of the top level. */
  public ErrorLog errorLog() {
    return errorLog;
  }

  /** The files that were read, in order. */
  public List<SourceFile> sources() {
    return sources;
  }

  /** What a part of the program keeps with this cycle, or null. */
  public <T> @Nullable T attachment(Key<T> key) {
    return key.cast(attachments.get(key));
  }

  /** Keeps an object with this cycle and returns it. */
  public <T> T attach(Key<T> key, T value) {
    attachments.put(key, value);
    return value;
  }

  /** Opens all log files anew under their names (signal USR1). */
  public void reopenLogs() throws IOException {
    files.reopen();
  }

  /** Closes the log files, when nothing of this cycle runs any more. */
  public void closeLogs() throws IOException {
    files.close();
  }
}
