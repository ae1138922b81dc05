package io.perigee.core.cycle;

import io.perigee.conf.directive.ConfBlock;
import io.perigee.conf.directive.DirectiveTable;
import io.perigee.conf.text.ConfParser;
import io.perigee.conf.text.LuaBlockScanner;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.StartLog;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration into a cycle, in the order in which nginx's {@code ngx_init_cycle} does.
 */
final class ConfigurationReader {
  private final List<? extends Subsystem> subsystems;
  private final LuaBlockScanner lua;
  private final StartLog log;

  ConfigurationReader(List<? extends Subsystem> subsystems, LuaBlockScanner lua, StartLog log) {
    this.subsystems = subsystems;
    this.lua = lua;
    this.log = log;
  }

  Cycle read(ConfigurationSource source, @Nullable Cycle previous) {
    DirectiveTable table = Cycle.directives(subsystems);
    CycleBuilder builder = new CycleBuilder(source, previous, log);
    ConfBlock root = table.root(builder);
    root.attach(CycleBuilder.KEY, builder);
    Map<Path, SourceFile> sources = new LinkedHashMap<>();
    ConfParser parser =
        new ConfParser(
            table::hasLuaBody,
            lua,
            (path, bytes) -> sources.putIfAbsent(path, new SourceFile(path, bytes)));
    table.read(parser.commandLine(source.directives(), builder.confPrefix()), root);
    table.read(parser.file(source.confFile()), root);
    MainSettings.addDefaultErrorLog(root.settings(), builder);
    table.merge(root);
    MainDirectives.check(root);
    for (Subsystem subsystem : subsystems) {
      subsystem.configured(builder);
    }
    ErrorLog errorLog = new ErrorLog(root.settings().get(MainSettings.ERROR_LOG));
    builder.files().open();
    return builder.build(root, errorLog, List.copyOf(sources.values()));
  }
}
