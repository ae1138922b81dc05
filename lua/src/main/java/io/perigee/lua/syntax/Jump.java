package io.perigee.lua.syntax;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The target of a {@code goto}, which the parser may learn after the statement. */
public final class Jump {
  private final String name;
  private @Nullable LabelName target;

  Jump(String name) {
    this.name = name;
  }

  /** The name as written. */
  public String name() {
    return name;
  }

  /** The label it goes to. */
  public LabelName target() {
    return Objects.requireNonNull(target);
  }

  void target(LabelName label) {
    target = label;
  }
}
