package io.perigee.lua.compile;

import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.syntax.FunctionBody;
import io.perigee.lua.syntax.Parser;
import io.perigee.lua.syntax.SyntaxError;
import io.perigee.lua.value.LuaString;

/** Source text to a prototype that any virtual machine of the process can instantiate. */
public final class LuaCompiler {
  private LuaCompiler() {}

  /** Parses a chunk; a syntax error is a {@link LuaError} with LuaJIT's text. */
  public static Prototype compile(byte[] source, String chunkName) {
    try {
      FunctionBody main = Parser.parse(source, chunkName);
      return new Prototype(new Chunk(source, chunkName), main);
    } catch (SyntaxError e) {
      throw new LuaError(LuaString.of(e.text()));
    }
  }
}
