package io.perigee.lua.compile;

import io.perigee.lua.syntax.ChunkName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One source text with the prototypes of its functions, by the names of their classes. */
final class Chunk {
  private final byte[] source;
  private final String name;
  private final String shortName;
  private final String classPrefix;
  private final Map<String, Prototype> prototypes = new ConcurrentHashMap<>();

  Chunk(byte[] source, String name) {
    this.source = source;
    this.name = name;
    this.shortName = ChunkName.shortForm(name);
    this.classPrefix = "lua." + classText(shortName);
  }

  byte[] source() {
    return source;
  }

  String name() {
    return name;
  }

  String shortName() {
    return shortName;
  }

  /**
   * Gives a prototype the class name by which Java's stack traces, JFR and profilers show it, as
   * {@code lua.dir.file.lua:12 handler}: the path in the form of packages, the line, the function.
   */
  String register(Prototype prototype, String function, int line) {
    String place = classPrefix + ":" + Math.max(line, 1) + " ";
    String base = place + (line == 0 ? "main chunk" : lastPart(classText(function)));
    String name = base;
    for (int i = 2; prototypes.putIfAbsent(name, prototype) != null; i++) {
      name = base + " " + i;
    }
    return name;
  }

  /** Gives a prototype the class name of its closures, when that is not the name of its code. */
  String registerClosures(Prototype prototype, String codeName) {
    String name = codeName + " (closure)";
    prototypes.put(name, prototype);
    return name;
  }

  @Nullable Prototype prototype(String className) {
    return prototypes.get(className);
  }

  /** A text as a class name: slashes become dots, what a class file forbids something similar. */
  private static String classText(String text) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char fit =
          switch (c) {
            case '/', '\\' -> '.';
            case '[' -> '(';
            case ']' -> ')';
            case ';' -> ',';
            default -> c < ' ' || c > '~' ? '_' : c;
          };
      boolean dotted = name.isEmpty() || name.charAt(name.length() - 1) == '.';
      if (fit != '.' || !dotted) {
        name.append(fit);
      }
    }
    if (!name.isEmpty() && name.charAt(name.length() - 1) == '.') {
      name.setLength(name.length() - 1);
    }
    return name.isEmpty() ? "_" : name.toString();
  }

  private static String lastPart(String dotted) {
    return dotted.substring(dotted.lastIndexOf('.') + 1);
  }
}
