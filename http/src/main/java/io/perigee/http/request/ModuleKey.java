package io.perigee.http.request;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Names the state that one module keeps on a request (nginx's module context). Make one as a
 * constant; keys are numbered once in a process, so a look-up is an array read.
 */
@SuppressWarnings("UnusedTypeParameter") // it types what is kept under the key
public final class ModuleKey<T> {
  private static final List<ModuleKey<?>> ALL = new CopyOnWriteArrayList<>();

  private final int index;
  private final String name;
  private final boolean surviving;

  private ModuleKey(String name, boolean surviving) {
    this.name = name;
    this.surviving = surviving;
    synchronized (ALL) {
      this.index = ALL.size();
      ALL.add(this);
    }
  }

  /** A key whose state an internal redirect clears, as nginx clears module contexts. */
  public static <T> ModuleKey<T> of(String name) {
    return new ModuleKey<>(name, false);
  }

  /** A key whose state lives as long as the request does. */
  public static <T> ModuleKey<T> surviving(String name) {
    return new ModuleKey<>(name, true);
  }

  int index() {
    return index;
  }

  static boolean survives(int index) {
    return ALL.get(index).surviving;
  }

  @Override
  public String toString() {
    return name;
  }
}
