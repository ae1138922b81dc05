package io.perigee.conf.directive;

import io.perigee.conf.text.ConfError;
import io.perigee.conf.text.ConfNode;
import io.perigee.conf.text.LuaBody;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One occurrence of a directive, as its parser or handler sees it. */
public final class Directive {
  private final ConfNode node;
  private final ConfBlock block;

  /** An occurrence inside a block. */
  Directive(ConfNode node, ConfBlock block) {
    this.node = node;
    this.block = block;
  }

  /** The directive's name. */
  public String name() {
    return node.name();
  }

  /** The arguments after the name, Latin-1. */
  public List<String> args() {
    return node.args();
  }

  /** An argument; 0 is the first one after the name. */
  public String arg(int index) {
    return node.args().get(index);
  }

  /** Number of arguments. */
  public int count() {
    return node.args().size();
  }

  /** The file that it stands in. */
  public String file() {
    return node.file();
  }

  /** The line of its terminating semicolon or opening brace. */
  public int line() {
    return node.line();
  }

  /** The Lua source of a block directive that has one. */
  public @Nullable LuaBody luaBody() {
    return node.luaBody();
  }

  /** The block that it stands in. */
  public ConfBlock block() {
    return block;
  }

  /** An object that belongs to the nearest enclosing block which has one. */
  public <T> T find(Key<T> key) {
    return block.find(key);
  }

  /** An error at this place, to be thrown. */
  public ConfError error(String message) {
    return new ConfError(message, node.file(), node.line());
  }

  /** nginx's {@code "x" directive invalid value}. */
  public ConfError invalidValue() {
    return error("\"" + name() + "\" directive invalid value");
  }

  /** nginx's {@code "x" directive is duplicate}. */
  public ConfError duplicate() {
    return error("\"" + name() + "\" directive is duplicate");
  }

  /** nginx's {@code invalid parameter "x"}. */
  public ConfError invalidParameter(String argument) {
    return error("invalid parameter \"" + argument + "\"");
  }

  /** Logs an alert that names this place; the configuration is accepted all the same. */
  public void alert(String message) {
    block.environment().report("alert", error(message));
  }

  /** Logs a warning that names this place. */
  public void warn(String message) {
    block.environment().report("warn", error(message));
  }

  /** Logs a notice that names this place. */
  public void notice(String message) {
    block.environment().report("notice", error(message));
  }

  /** A file name, taken as relative to the prefix (nginx's {@code ngx_conf_full_name} with 0). */
  public Path path(String name) {
    return block.environment().prefix().resolve(fileName(name));
  }

  /** A file name, taken as relative to the folder of the configuration file. */
  public Path confPath(String name) {
    return block.environment().confPrefix().resolve(fileName(name));
  }

  /** File names are bytes in the file; the Java file API wants the text that they mean. */
  private static String fileName(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** A new block for this directive's body, inside the one that it stands in. */
  public ConfBlock child(Context context) {
    return block.child(context);
  }

  /** Reads the directives of the body into a block. */
  public void parseBody(ConfBlock child) {
    for (ConfNode inner : rawNodes()) {
      child.table().handle(inner, child);
    }
  }

  /**
   * The lines of a body that is no list of directives ({@code types}, {@code map}, {@code geo}).
   */
  public List<ConfNode> rawBody() {
    List<ConfNode> nodes = rawNodes();
    for (ConfNode inner : nodes) {
      inner.check();
      if (inner.isBlock()) {
        throw new ConfError("unexpected \"{\"", inner.file(), inner.line());
      }
    }
    return nodes;
  }

  private List<ConfNode> rawNodes() {
    List<ConfNode> nodes = node.block();
    return nodes == null ? List.of() : nodes;
  }
}
