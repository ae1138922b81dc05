package io.perigee.core.variable;

import io.perigee.core.text.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * A variable: its name, how its value is computed, and whether a computed value may be kept
 * (nginx's {@code ngx_http_variable_t}). Instances belong to one {@link VariableTable}.
 */
public final class Variable<S extends Subject> {
  static final int NO_INDEX = -1;

  private final String name;
  private VariableGetter<S> getter;
  private @Nullable VariableSetter<S> setter;
  private boolean changeable;
  private boolean noCacheable;
  private boolean predefined = true;
  private int index = NO_INDEX;

  /** A variable that is read only and whose value is kept once computed. */
  public Variable(String name, VariableGetter<S> getter) {
    this.name = name;
    this.getter = getter;
  }

  /** Allows assigning by {@code set} and by scripts. */
  public Variable<S> changeable() {
    changeable = true;
    return this;
  }

  /** Has the value computed at each reading (NGX_HTTP_VAR_NOCACHEABLE). */
  public Variable<S> noCacheable() {
    noCacheable = true;
    return this;
  }

  /** Has assigned values handled by a function instead of stored. */
  public Variable<S> setter(VariableSetter<S> function) {
    setter = function;
    changeable = true;
    return this;
  }

  /** Marks a variable that comes to be by a directive and not with a module. */
  Variable<S> definedByConfiguration() {
    predefined = false;
    return this;
  }

  boolean isPredefined() {
    return predefined;
  }

  void index(int assigned) {
    index = assigned;
  }

  /** The name without the dollar sign. */
  public String name() {
    return name;
  }

  /** The place of its values in {@link VariableValues}, or -1 where no directive uses it. */
  public int index() {
    return index;
  }

  /** Whether values may be assigned. */
  public boolean isChangeable() {
    return changeable;
  }

  /** Whether the value is computed at each reading. */
  public boolean isNoCacheable() {
    return noCacheable;
  }

  /** Whether an assigned value is handled by a function. */
  public boolean hasSetter() {
    return setter != null;
  }

  /** Replaces the way the value is computed, as a directive that defines the variable does. */
  public void getter(VariableGetter<S> function) {
    getter = function;
  }

  /** The value now; kept values are used where that is allowed (ngx_http_get_flushed_variable). */
  public byte @Nullable [] value(S subject) {
    if (index == NO_INDEX) {
      return getter.value(subject);
    }
    VariableValues values = subject.variables();
    if (!noCacheable && values.isKnown(index)) {
      return values.value(index);
    }
    byte[] value = getter.value(subject);
    values.set(index, value);
    return value;
  }

  /** The value as computed first in this subject, even for variables that are not to be kept. */
  public byte @Nullable [] indexedValue(S subject) {
    if (index != NO_INDEX && subject.variables().isKnown(index)) {
      return subject.variables().value(index);
    }
    return value(subject);
  }

  /** Assigns a value; the caller has asked {@link #isChangeable()}. */
  public void assign(S subject, byte @Nullable [] value) {
    if (setter != null) {
      setter.set(subject, value == null ? Ascii.EMPTY : value);
    } else if (index != NO_INDEX) {
      subject.variables().set(index, value);
    }
  }
}
