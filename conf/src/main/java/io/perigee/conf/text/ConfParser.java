package io.perigee.conf.text;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** Reads configuration text into a tree of directives. */
public final class ConfParser {
  private final Predicate<String> hasLuaBody;
  private final LuaBlockScanner lua;
  private final BiConsumer<Path, byte[]> read;

  /**
   * A parser.
   *
   * @param hasLuaBody tells which directives have Lua source in their braces
   * @param lua finds the end of that source
   * @param read is told of each file that was read
   */
  public ConfParser(
      Predicate<String> hasLuaBody, LuaBlockScanner lua, BiConsumer<Path, byte[]> read) {
    this.hasLuaBody = hasLuaBody;
    this.lua = lua;
    this.read = read;
  }

  /** The directives of a file and of what it includes. */
  public List<ConfNode> file(Path path) {
    throw new UnsupportedOperationException();
  }

  /** The directives of the {@code -g} option. */
  public List<ConfNode> commandLine(String text) {
    throw new UnsupportedOperationException();
  }
}
