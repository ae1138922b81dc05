package io.perigee.lua.library;

import io.perigee.lua.value.LuaString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** File names: Lua's bytes are UTF-8 for Java, or Latin-1 where they are not valid UTF-8. */
final class FileName {
  private FileName() {}

  static String text(LuaString name) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name.bytes())).toString();
    } catch (CharacterCodingException e) {
      return name.toString();
    }
  }

  /** The path of a file; a name that cannot be one is a file that does not exist. */
  static Path path(LuaString name) throws IOException {
    if (name.length() == 0) {
      throw new NoSuchFileException("");
    }
    try {
      return Path.of(text(name));
    } catch (InvalidPathException e) {
      throw new NoSuchFileException(e.getInput());
    }
  }
}
