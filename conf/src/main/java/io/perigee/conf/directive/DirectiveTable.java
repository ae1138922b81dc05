package io.perigee.conf.directive;

import io.perigee.conf.text.ConfError;
import io.perigee.conf.text.ConfNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All directives that a program knows, by name. A name may have several rows for different contexts
 * (as {@code error_log} has in nginx). The checks and their order are those of nginx's {@code
 * ngx_conf_handler}.
 */
public final class DirectiveTable {
  /** A directive: where it may stand, what it takes, what it does. */
  public record Row(
      String name, Set<Context> contexts, Args args, Body body, DirectiveHandler handler) {}

  /** What follows the arguments of a directive. */
  public enum Body {
    /** A semicolon. */
    NONE,
    /** Directives, or lines of another kind, in braces. */
    BLOCK,
    /** Lua source in braces. */
    LUA
  }

  private final Map<String, List<Row>> rows = new TreeMap<>();
  private final List<Setting<?>> settings = new ArrayList<>();
  private int settingsSize;

  /** Adds directives that are values. */
  public DirectiveTable settings(Setting<?>... more) {
    for (Setting<?> setting : more) {
      if (!setting.contexts().isEmpty()) {
        add(
            new Row(
                setting.name(), setting.contexts(), setting.args(), Body.NONE, setting::handle));
      }
      settings.add(setting);
      settingsSize = Math.max(settingsSize, setting.index() + 1);
    }
    return this;
  }

  /** Adds a directive that acts. */
  public DirectiveTable directive(
      String name, Set<Context> contexts, Args args, DirectiveHandler handler) {
    return add(new Row(name, contexts, args, Body.NONE, handler));
  }

  /** Adds a directive with a body in braces. */
  public DirectiveTable block(
      String name, Set<Context> contexts, Args args, DirectiveHandler handler) {
    return add(new Row(name, contexts, args, Body.BLOCK, handler));
  }

  /** Adds a directive with Lua source in braces. */
  public DirectiveTable luaBlock(
      String name, Set<Context> contexts, Args args, DirectiveHandler handler) {
    return add(new Row(name, contexts, args, Body.LUA, handler));
  }

  private DirectiveTable add(Row row) {
    rows.computeIfAbsent(row.name(), k -> new ArrayList<>()).add(row);
    return this;
  }

  /** All rows by name: the directive index of the manual. */
  public Collection<List<Row>> rows() {
    return Collections.unmodifiableCollection(rows.values());
  }

  /** Whether a directive's body is Lua source. */
  public boolean hasLuaBody(String name) {
    return rows.getOrDefault(name, List.of()).stream().anyMatch(row -> row.body() == Body.LUA);
  }

  /** The block that stands for the whole file. */
  public ConfBlock root(Environment environment) {
    return new ConfBlock(Context.MAIN, null, this, environment);
  }

  /** Reads nodes into a block. */
  public void read(List<ConfNode> nodes, ConfBlock block) {
    for (ConfNode node : nodes) {
      handle(node, block);
    }
  }

  /** Gives a block, and all blocks inside it, the values that they inherit. */
  public void merge(ConfBlock block) {
    ConfBlock parent = block.parent();
    block.settings().inherit(parent == null ? null : parent.settings(), settings);
    for (ConfBlock child : block.children()) {
      merge(child);
    }
  }

  int settingsSize() {
    return settingsSize;
  }

  void handle(ConfNode node, ConfBlock block) {
    node.check();
    List<Row> candidates = rows.getOrDefault(node.name(), List.of());
    Row row = rowFor(candidates, block.context());
    if (row == null) {
      throw failure(
          node,
          candidates.isEmpty()
              ? "unknown directive \"" + node.name() + "\""
              : "\"" + node.name() + "\" directive is not allowed here");
    }
    checkForm(row, node);
    checkLuaBody(row, node);
    row.handler().handle(new Directive(node, block));
  }

  private static @Nullable Row rowFor(List<Row> candidates, Context context) {
    for (Row row : candidates) {
      if (row.contexts().contains(context)) {
        return row;
      }
    }
    return null;
  }

  private static void checkForm(Row row, ConfNode node) {
    if (row.body() == Body.NONE && node.isBlock()) {
      throw failure(node, "directive \"" + node.name() + "\" is not terminated by \";\"");
    }
    if (row.body() != Body.NONE && !node.isBlock()) {
      throw failure(node, "directive \"" + node.name() + "\" has no opening \"{\"");
    }
    if (!row.args().accepts(node.args().size())) {
      throw failure(node, "invalid number of arguments in \"" + node.name() + "\" directive");
    }
  }

  /** Lua source without an end is known only by the failure that stands in its place. */
  private static void checkLuaBody(Row row, ConfNode node) {
    if (row.body() == Body.LUA && node.block() != null) {
      node.block().forEach(ConfNode::check);
    }
  }

  private static ConfError failure(ConfNode node, String message) {
    return new ConfError(message, node.file(), node.line());
  }
}
