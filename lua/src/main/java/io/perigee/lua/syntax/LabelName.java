package io.perigee.lua.syntax;

/** A label; two labels of one name are two objects. */
public final class LabelName {
  private final String name;

  LabelName(String name) {
    this.name = name;
  }

  /** The name as written. */
  public String name() {
    return name;
  }
}
