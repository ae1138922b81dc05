package io.perigee.conf.directive;

import org.jspecify.annotations.Nullable;

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

  /** An object that was stored under this key, in the key's type. */
  @SuppressWarnings("unchecked") // who stores takes care of the type
  public @Nullable T cast(@Nullable Object stored) {
    return (T) stored;
  }

  @Override
  public String toString() {
    return name;
  }
}
