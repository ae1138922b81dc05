package io.perigee.core.variable;

import io.perigee.core.text.Ascii;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one configuration: those of modules, families with a common prefix, and those
 * that directives define. Names are case-insensitive, as in nginx.
 */
public final class VariableTable<S extends Subject> {
  private record Prefix<S>(String text, PrefixGetter<S> getter, boolean noCacheable) {}

  private final Map<String, Variable<S>> byName = new HashMap<>();
  private final List<Prefix<S>> prefixes = new ArrayList<>();
  private final Map<String, Variable<S>> used = new LinkedHashMap<>();
  private int indexed;

  /** Adds a module's variable. */
  public void add(Variable<S> variable) {
    byName.put(Ascii.lower(variable.name()), variable);
  }

  /** Adds a module's read-only variable. */
  public void add(String name, VariableGetter<S> getter) {
    add(new Variable<>(name, getter));
  }

  /** Adds a family of variables. */
  public void addPrefix(String prefix, PrefixGetter<S> getter, boolean noCacheable) {
    prefixes.add(new Prefix<>(prefix, getter, noCacheable));
  }

  /**
   * The variable that a directive such as {@code set} or {@code map} defines; null where a variable
   * of that name exists that may not be changed (nginx: {@code the duplicate "x" variable}). A name
   * that a family would cover is taken out of the family.
   */
  public @Nullable Variable<S> define(String name, VariableGetter<S> getter) {
    String key = Ascii.lower(name);
    Variable<S> known = byName.get(key);
    if (known != null) {
      return known.isChangeable() ? known : null;
    }
    Variable<S> reserved = used.get(key);
    Variable<S> variable = reserved != null ? reserved : new Variable<>(key, getter);
    variable.getter(getter);
    variable.changeable().definedByConfiguration();
    byName.put(key, variable);
    return variable;
  }

  /**
   * The variable that a text refers to while the configuration is read. It may be defined by a
   * later directive: {@link #unknown()} tells at the end which were not.
   */
  public Variable<S> use(String name) {
    String key = Ascii.lower(name);
    Variable<S> variable = find(key);
    if (variable == null) {
      variable = used.get(key);
    }
    if (variable == null) {
      variable = new Variable<>(key, subject -> null);
    }
    used.put(key, variable);
    if (variable.index() == Variable.NO_INDEX) {
      variable.index(indexed++);
    }
    return variable;
  }

  /** The variable that was added or defined under this very name; null where there is none. */
  public @Nullable Variable<S> named(String name) {
    return byName.get(Ascii.lower(name));
  }

  /** The variable of this name, also of a family; null where there is none. */
  public @Nullable Variable<S> find(String name) {
    String key = Ascii.lower(name);
    Variable<S> variable = byName.get(key);
    if (variable != null) {
      return variable;
    }
    Variable<S> before = used.get(key);
    Variable<S> prefixed = ofPrefix(key);
    return prefixed == null || before == null ? prefixed : before;
  }

  private @Nullable Variable<S> ofPrefix(String name) {
    for (Prefix<S> prefix : prefixes) {
      if (name.startsWith(prefix.text())) {
        byte[] rest = Ascii.latin1(name.substring(prefix.text().length()));
        PrefixGetter<S> getter = prefix.getter();
        Variable<S> variable = new Variable<>(name, subject -> getter.value(subject, rest));
        return prefix.noCacheable() ? variable.noCacheable() : variable;
      }
    }
    return null;
  }

  /** The name of a variable that is used but that nothing defines, or null. */
  public @Nullable String unknown() {
    for (String name : used.keySet()) {
      if (find(name) == null) {
        return name;
      }
    }
    return null;
  }

  /** How many variables have an index: the size of {@link VariableValues}. */
  public int indexed() {
    return indexed;
  }
}
