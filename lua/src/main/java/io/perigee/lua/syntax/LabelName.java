package io.perigee.lua.syntax;

/** A label; two labels of one name are two objects. */
public final class LabelName {
  private final String name;
  private boolean leadsBack;

  LabelName(String name) {
    this.name = name;
  }

  /** The name as written. */
  public String name() {
    return name;
  }

  /** Whether a goto further down leads back to this label. */
  public boolean leadsBack() {
    return leadsBack;
  }

  void markLeadingBack() {
    leadsBack = true;
  }
}
