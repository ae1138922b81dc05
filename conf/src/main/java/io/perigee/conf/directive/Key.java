package io.perigee.conf.directive;

/**
 * A typed name under which a part of the program keeps its own object with a block or a cycle. Keys
 * are compared by identity.
 */
public final class Key<T> {
  private final String name;

  /** A new key; the name is for people. */
  public Key(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return name;
  }
}
