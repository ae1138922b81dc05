package io.perigee.lua.compile;

import java.util.List;
import java.util.Map;

/** The outcome of generating the class of a function. */
final class GeneratedClass {
  private final byte[] bytes;
  private final List<Object> constants;
  private final Map<String, List<Code.Site>> sites;
  private final List<String> pieces;

  GeneratedClass(
      byte[] bytes,
      List<Object> constants,
      Map<String, List<Code.Site>> sites,
      List<String> pieces) {
    this.bytes = bytes;
    this.constants = constants;
    this.sites = sites;
    this.pieces = pieces;
  }

  /** The class file. */
  byte[] bytes() {
    return bytes;
  }

  /** The values that the class's initializer takes over. */
  List<Object> constants() {
    return constants;
  }

  /** The invoke instructions of each body method in order, by name and descriptor. */
  Map<String, List<Code.Site>> sites() {
    return sites;
  }

  /** The names of the methods that hold a part of a large function. */
  List<String> pieces() {
    return pieces;
  }
}
