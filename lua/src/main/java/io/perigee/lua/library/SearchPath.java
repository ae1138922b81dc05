package io.perigee.lua.library;

import io.perigee.lua.value.LuaString;
import java.io.IOException;
import java.nio.file.Files;

/**
 * The result of looking for a module along a path of templates (Lua manual 5.3).
 *
 * @param file the first file that can be read; null where there is none
 * @param tried the lines of the message that names the files tried
 */
record SearchPath(LuaString file, String tried) {
  static SearchPath of(String name, String path, String separator, String replacement) {
    String module = separator.isEmpty() ? name : name.replace(separator, replacement);
    StringBuilder tried = new StringBuilder();
    for (String template : path.split(";", -1)) {
      if (template.isEmpty()) {
        continue;
      }
      LuaString file = LuaString.of(template.replace("?", module));
      if (isReadable(file)) {
        return new SearchPath(file, "");
      }
      tried.append("\n\tno file '").append(file).append('\'');
    }
    return new SearchPath(null, tried.toString());
  }

  private static boolean isReadable(LuaString file) {
    try {
      return Files.isReadable(FileName.path(file));
    } catch (IOException e) {
      return false;
    }
  }
}
