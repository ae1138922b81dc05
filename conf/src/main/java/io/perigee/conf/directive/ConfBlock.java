package io.perigee.conf.directive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block of the configuration while it is read, with its values and with whatever the owner of the
 * block builds from it ({@code ServerConf}, {@code LocationConf}).
 */
public final class ConfBlock {
  private final Context context;
  private final @Nullable ConfBlock parent;
  private final DirectiveTable table;
  private final Environment environment;
  private final Settings settings;
  private final List<ConfBlock> children = new ArrayList<>();
  private final IdentityHashMap<Key<?>, Object> attachments = new IdentityHashMap<>();

  ConfBlock(
      Context context, @Nullable ConfBlock parent, DirectiveTable table, Environment environment) {
    this.context = context;
    this.parent = parent;
    this.table = table;
    this.environment = environment;
    this.settings = new Settings(table.settingsSize());
    if (parent != null) {
      parent.children.add(this);
    }
  }

  /** A new block inside this one; its settings will inherit from this one's. */
  public ConfBlock child(Context inner) {
    return new ConfBlock(inner, this, table, environment);
  }

  /** What kind of block this is. */
  public Context context() {
    return context;
  }

  /** The enclosing block, or null for the whole file. */
  public @Nullable ConfBlock parent() {
    return parent;
  }

  /** The values of the block. */
  public Settings settings() {
    return settings;
  }

  /** The blocks inside this one, in the order in which they were met. */
  public List<ConfBlock> children() {
    return Collections.unmodifiableList(children);
  }

  /** Keeps an object with this block and returns it. */
  public <T> T attach(Key<T> key, T value) {
    attachments.put(key, value);
    return value;
  }

  /** What was attached to this very block, or null. */
  public <T> @Nullable T attached(Key<T> key) {
    return key.cast(attachments.get(key));
  }

  /** What was attached to this block or the nearest one around it that has such an object. */
  public <T> T find(Key<T> key) {
    for (ConfBlock at = this; at != null; at = at.parent) {
      T found = at.attached(key);
      if (found != null) {
        return found;
      }
    }
    throw new IllegalStateException("no " + key + " around a block of kind " + context);
  }

  DirectiveTable table() {
    return table;
  }

  Environment environment() {
    return environment;
  }
}
