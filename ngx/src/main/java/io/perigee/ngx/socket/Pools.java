package io.perigee.ngx.socket;

import io.perigee.core.worker.Worker;
import io.perigee.lua.value.LuaString;
import io.perigee.ngx.api.ApiCall;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connection pools of a VM. They are emptied when the worker begins to end or the VM ends. */
final class Pools {
  private final Worker worker;
  private final Map<LuaString, Pool> pools = new HashMap<>();

  private Pools(ApiCall call) {
    worker = call.worker();
    worker.onExit(this::closeIdle);
    call.whenClosed(this::closeIdle);
  }

  static Pools of(ApiCall call) {
    return call.state(Pools.class, Pools::new);
  }

  @Nullable Pool find(LuaString key) {
    return pools.get(key);
  }

  /** The pool of this name; the one that is made first decides on the size. */
  Pool findOrMake(LuaString key, int size, @Nullable Integer backlog) {
    Pool known = pools.get(key);
    if (known == null) {
      known = new Pool(this, worker, key, size, backlog);
      pools.put(key, known);
    }
    return known;
  }

  void forget(Pool pool) {
    pools.remove(pool.key(), pool);
  }

  private void closeIdle() {
    for (Pool pool : pools.values().toArray(Pool[]::new)) {
      pool.closeIdle();
    }
  }
}
