package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * A site that accesses one constant name. It counts its first executions, then links an entry for
 * each shape it meets: a test and what to do. With more than {@link #MAX_ENTRIES} it starts over,
 * and after a few times stays with the plain look-up for good.
 *
 * <p>Tables in dictionary mode get a shape of their own when a site meets the same table again, so
 * that globals, modules and classes are read without hashing.
 */
abstract class AccessSite extends MutableCallSite {
  private static final int WARM_UP = 20;
  private static final int MAX_ENTRIES = 4;
  private static final int MAX_LINKS = 12;
  private static final int MAX_STRANGERS = 40;

  /** The name. */
  protected final LuaString key;

  private final MethodHandle miss;
  private final MethodHandle plain;
  private int executions;
  private int entries;
  private int links;
  private int strangers;
  private LuaTable lastSeen;

  /**
   * A site of this type, not yet linked.
   *
   * @param miss the method of the site for what no entry matches
   * @param plain the one for a site that has met too many shapes
   */
  protected AccessSite(MethodType type, LuaString key, MethodHandle miss, MethodHandle plain) {
    super(type);
    this.key = key;
    this.miss = miss;
    this.plain = plain;
    setTarget(missTarget());
  }

  /** The handle of a method of a site class or entry, for constants. */
  static MethodHandle handle(
      MethodHandles.Lookup lookup, Class<?> owner, String name, MethodType type) {
    try {
      return lookup.findVirtual(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Whether it is time to link: counts this execution. */
  protected final boolean isWarm() {
    if (executions >= WARM_UP) {
      return true;
    }
    executions++;
    return false;
  }

  /**
   * Whether a table's shape may be linked: a record, or a dictionary that this site meets for the
   * second time in a row.
   */
  protected final boolean isLinkable(LuaTable table) {
    if (table.shape().isStable()) {
      return true;
    }
    if (lastSeen == table) {
      return table.stabilize();
    }
    lastSeen = table;
    strangers++;
    if (strangers > MAX_STRANGERS) {
      giveUp();
    }
    return false;
  }

  /** The target with no entries: a miss. */
  private MethodHandle missTarget() {
    return miss.bindTo(this).asType(type());
  }

  /** The target of a site that has met too many shapes. */
  protected final MethodHandle plainTarget() {
    return plain.bindTo(this).asType(type());
  }

  /** Puts an entry before the others. */
  protected final void link(MethodHandle test, MethodHandle action) {
    links++;
    if (links > MAX_LINKS) {
      giveUp();
      return;
    }
    lastSeen = null;
    MethodHandle rest = getTarget();
    if (entries == MAX_ENTRIES) {
      entries = 0;
      rest = missTarget();
    }
    entries++;
    setTarget(MethodHandles.guardWithTest(test, action, rest));
  }

  private void giveUp() {
    lastSeen = null;
    setTarget(plainTarget());
  }
}
