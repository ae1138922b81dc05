package io.perigee.http.variable;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Functions that turn one value into another, by directive name: what the {@code set_*} directives
 * of the set-misc module do and what Lua reaches as {@code ndk.set_var}. One table belongs to one
 * reading of the configuration.
 */
public final class SetFunctions {
  /** A function of one value; {@code null} means that it failed. */
  @FunctionalInterface
  public interface SetFunction {
    /** Computes the new value from the given one. */
    byte @Nullable [] apply(byte[] value);
  }

  private final Map<String, SetFunction> byName = new HashMap<>();

  /** Adds a function under the name of its directive, e.g. {@code set_escape_uri}. */
  public void add(String name, SetFunction function) {
    byName.put(name, function);
  }

  /** The function with this name, or null when no module has it. */
  public @Nullable SetFunction find(String name) {
    return byName.get(name);
  }
}
