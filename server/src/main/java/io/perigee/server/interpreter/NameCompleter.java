package io.perigee.server.interpreter;

import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;

/** Completes names of globals and of fields of tables, such as {@code string.fo}. */
final class NameCompleter implements Completer {
  private final LuaTable globals;

  NameCompleter(LuaTable globals) {
    this.globals = globals;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    String word = line.word().substring(0, line.wordCursor());
    int start = word.length();
    while (start > 0 && isPartOfPath(word.charAt(start - 1))) {
      start--;
    }
    String before = word.substring(0, start);
    String path = word.substring(start);
    int lastDot = path.lastIndexOf('.');
    LuaTable table = table(lastDot < 0 ? "" : path.substring(0, lastDot));
    if (table != null) {
      addNames(table, before + path.substring(0, lastDot + 1), candidates);
    }
  }

  private static boolean isPartOfPath(char c) {
    return c == '.' || c == '_' || Character.isLetterOrDigit(c);
  }

  private @Nullable LuaTable table(String path) {
    LuaTable table = globals;
    if (path.isEmpty()) {
      return table;
    }
    for (String name : path.split("\\.", -1)) {
      if (!(table.get(LuaString.utf8(name)) instanceof LuaTable inner)) {
        return null;
      }
      table = inner;
    }
    return table;
  }

  private static void addNames(LuaTable table, String before, List<Candidate> candidates) {
    for (int i = table.advance(0); i >= 0; i = table.advance(i + 1)) {
      if (table.keyAt(i) instanceof LuaString name) {
        String text = before + name;
        candidates.add(new Candidate(text, name.toString(), null, null, null, null, false));
      }
    }
  }
}
