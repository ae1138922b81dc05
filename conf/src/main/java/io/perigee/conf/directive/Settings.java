package io.perigee.conf.directive;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of one block. While the configuration is read they are those that the block sets
 * itself; after {@link DirectiveTable#merge} all are there, inherited or by default, and reading
 * one is an access to an array.
 */
public final class Settings {
  private @Nullable Object[] values;
  private final BitSet own = new BitSet();

  Settings(int size) {
    values = new Object[size];
  }

  /** The value of a setting that has a default. */
  @SuppressWarnings({"unchecked", "NullAway"}) // settings with a default are never null when merged
  public <T> T get(Setting<T> setting) {
    return (T) values[setting.index()];
  }

  /** The value of a setting, or null where nothing set it and it has no default. */
  @SuppressWarnings("unchecked") // stored under the same key
  public <T> @Nullable T find(Setting<T> setting) {
    return (T) values[setting.index()];
  }

  /** Whether the block itself sets this, as against inheriting it. */
  public boolean isSet(Setting<?> setting) {
    return own.get(setting.index());
  }

  /** Sets a value as the block's own. */
  public <T> void set(Setting<T> setting, T value) {
    setRaw(setting, value);
  }

  void setRaw(Setting<?> setting, Object value) {
    room(setting);
    values[setting.index()] = value;
    own.set(setting.index());
  }

  void append(Setting<?> setting, List<?> more) {
    room(setting);
    setRaw(setting, Setting.appended(values[setting.index()], more));
  }

  /** Takes over what the enclosing block has, then the defaults. */
  void inherit(@Nullable Settings parent, Iterable<Setting<?>> all) {
    for (Setting<?> setting : all) {
      room(setting);
      int i = setting.index();
      Object above = parent == null ? null : parent.values[i];
      values[i] = setting.merged(above, values[i]);
    }
  }

  private void room(Setting<?> setting) {
    if (setting.index() >= values.length) {
      values = Arrays.copyOf(values, setting.index() + 1);
    }
  }
}
