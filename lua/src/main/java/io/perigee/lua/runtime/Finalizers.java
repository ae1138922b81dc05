package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaFault;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Metamethod;
import io.perigee.lua.value.Userdata;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Userdata with a {@code __gc} handler (Lua manual 2.10.1). Each registered one is watched; once it
 * is unreachable, {@link #run} calls the handler with a new userdata of the same value and
 * metatable, on the VM's own thread at a safe point.
 */
public final class Finalizers {
  private final ReferenceQueue<Userdata> unreachable = new ReferenceQueue<>();
  private final Set<Watch> watched = new LinkedHashSet<>();
  private long created;
  private Consumer<String> errors = System.err::println;

  /** Package-private: a VM state makes its own. */
  Finalizers() {}

  /** Watches a userdata whose metatable has or may get a {@code __gc}. */
  public void watch(Userdata userdata) {
    watched.add(new Watch(userdata, unreachable, created++));
  }

  /** Who is told of errors in handlers, which are nobody's to catch; at first standard error. */
  public void errors(Consumer<String> receiver) {
    errors = receiver;
  }

  /** Whether anything is watched. */
  public boolean isEmpty() {
    return watched.isEmpty();
  }

  /**
   * Calls the handlers of those that have become unreachable, the youngest first; an error in one
   * is reported, and does not keep the others from running.
   */
  public void run() {
    if (watched.isEmpty()) {
      return;
    }
    List<Watch> found = new ArrayList<>();
    for (Object gone = unreachable.poll(); gone != null; gone = unreachable.poll()) {
      if (gone instanceof Watch w && watched.remove(w)) {
        found.add(w);
      }
    }
    found.sort(Comparator.comparingLong((Watch w) -> w.number).reversed());
    found.forEach(this::call);
  }

  /** Calls the handlers of all that are left, the youngest first; for the end of a VM. */
  public void runAll() {
    Deque<Watch> all = new ArrayDeque<>(watched);
    watched.clear();
    while (!all.isEmpty()) {
      call(all.removeLast());
    }
  }

  private void call(Watch gone) {
    Object handler = Metamethod.GC.of(gone.metatable);
    if (handler == null) {
      return;
    }
    try {
      Calls.call(handler, new Userdata(gone.value, gone.metatable));
    } catch (LuaFault e) {
      errors.accept("ERROR in finalizer: " + e.getMessage());
    }
  }

  /** What is left of a userdata when it is gone. */
  private static final class Watch extends PhantomReference<Userdata> {
    private final Object value;
    private final LuaTable metatable;
    private final long number;

    Watch(Userdata userdata, ReferenceQueue<Userdata> queue, long number) {
      super(userdata, queue);
      this.number = number;
      value = userdata.value();
      metatable = userdata.metatable();
    }
  }
}
