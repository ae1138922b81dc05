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
  private final String packageName;
  private final Map<String, Prototype> prototypes = new ConcurrentHashMap<>();

  Chunk(byte[] source, String name) {
    this.source = source;
    this.name = name;
    this.shortName = ChunkName.shortForm(name);
    this.packageName = "lua." + identifier(shortName);
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

  /** Gives a prototype a class name that tells the function and its line. */
  String register(Prototype prototype, String function, int line) {
    String base = packageName + "." + identifier(function) + (line == 0 ? "" : "_" + line);
    String name = base;
    for (int i = 2; prototypes.putIfAbsent(name, prototype) != null; i++) {
      name = base + "_" + i;
    }
    return name;
  }

  @Nullable Prototype prototype(String className) {
    return prototypes.get(className);
  }

  private static String identifier(String text) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < text.length() && i < 60; i++) {
      char c = text.charAt(i);
      boolean plain = c < 128 && Character.isLetterOrDigit(c);
      name.append(plain ? c : '_');
    }
    return name.isEmpty() ? "_" : name.toString();
  }
}
