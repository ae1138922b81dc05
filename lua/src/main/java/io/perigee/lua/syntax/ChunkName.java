package io.perigee.lua.syntax;

/**
 * A chunk name as given to {@code load}: {@code =name} stands for itself, {@code @file} for a file,
 * anything else is the source text.
 */
public final class ChunkName {
  private static final int ROOM = 60;
  private static final int STRING_ROOM = 45;
  private static final int WHOLE_STRING_ROOM = 48;

  private ChunkName() {}

  /** The form that messages show, at most 60 bytes long. */
  public static String shortForm(String name) {
    if (name.startsWith("=")) {
      return name.substring(1, Math.min(name.length(), ROOM));
    }
    if (name.startsWith("@")) {
      return shortFile(name.substring(1));
    }
    int end = 0;
    while (end < name.length() && name.charAt(end) >= ' ') {
      end++;
    }
    String line = name.substring(0, end);
    boolean whole = end == name.length();
    if (whole && end <= WHOLE_STRING_ROOM) {
      return "[string \"" + line + "\"]";
    }
    return "[string \"" + line.substring(0, Math.min(end, STRING_ROOM)) + "...\"]";
  }

  private static String shortFile(String file) {
    return file.length() < ROOM ? file : "..." + file.substring(file.length() - (ROOM - 4));
  }

  /** The form that the refusal of bytecode shows. */
  static String binaryForm(String name) {
    if (name.startsWith("\33")) {
      return "(binary)";
    }
    return name.startsWith("=") || name.startsWith("@") ? name.substring(1) : name;
  }
}
