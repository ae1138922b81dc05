package io.perigee.conf.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One directive as it was written. Strings are Latin-1: one char is one byte of the file. The line
 * is that of the terminating {@code ;} or <code>{</code>, which is what nginx reports.
 *
 * <p>A node with a {@code failure} stands where the text stopped being readable. Whoever walks the
 * tree calls {@link #check()} first, so that errors come in the order of the text, as nginx, which
 * reads and acts in one pass, reports them.
 */
public record ConfNode(
    String name,
    List<String> args,
    @Nullable List<ConfNode> block,
    @Nullable LuaBody luaBody,
    String file,
    int line,
    @Nullable ConfError failure) {

  /** A directive that was read without trouble. */
  public ConfNode(
      String name,
      List<String> args,
      @Nullable List<ConfNode> block,
      @Nullable LuaBody luaBody,
      String file,
      int line) {
    this(name, args, block, luaBody, file, line, null);
  }

  /** The place where reading stopped. */
  static ConfNode failed(ConfError failure) {
    return new ConfNode("", List.of(), null, null, failure.file(), failure.line(), failure);
  }

  /** Throws the failure that this node stands for, if any. */
  public void check() {
    if (failure != null) {
      throw failure;
    }
  }

  /** Whether the directive has a body in braces, be it directives or Lua. */
  public boolean isBlock() {
    return block != null || luaBody != null;
  }
}
