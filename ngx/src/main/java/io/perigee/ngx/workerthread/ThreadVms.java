package io.perigee.ngx.workerthread;

import io.perigee.lua.LuaOptions;
import io.perigee.lua.LuaVm;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiTree;
import io.perigee.ngx.thread.ThreadHost;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The VMs in which a worker's calls of {@code ngx.run_worker_thread} run. A VM is lent to one call
 * at a time and keeps its modules for later calls. Used on the worker's thread only.
 */
final class ThreadVms {
  private final ApiCall owner;
  private final LuaOptions options;
  private final ApiTree api;
  private final int limit;
  private final ArrayDeque<ApiCall> idle = new ArrayDeque<>();
  private int made;

  ThreadVms(ApiCall owner, LuaOptions options, ApiTree api, int limit) {
    this.owner = owner;
    this.options = options;
    this.api = api;
    this.limit = limit;
    owner.worker().whenEnding(this::close);
  }

  /** A VM for one call; null when all are in use. */
  @Nullable ApiCall lend() {
    ApiCall known = idle.pollLast();
    if (known != null || made >= limit) {
      return known;
    }
    made++;
    ApiCall call = new ApiCall(new ThreadHost(new LuaVm(options)), owner.cycle());
    api.install(call);
    return call;
  }

  /** The call is over. */
  void giveBack(ApiCall call) {
    idle.addLast(call);
  }

  private void close() {
    for (ApiCall call : idle) {
      call.vm().close();
    }
    idle.clear();
  }
}
