package io.perigee.ngx.base;

import io.perigee.lua.value.LuaTable;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;

/** {@code ngx.worker.*}: workers are event loops of one process, so all have the same pid. */
public final class WorkerApi implements ApiFamily {
  @Override
  public void register(ApiTable ngx) {
    ngx.table("worker")
        .function("exiting", (ApiCall call) -> call.worker().exiting())
        .function("pid", (ApiCall call) -> pid())
        .function("pids", WorkerApi::pids)
        .function("count", (ApiCall call) -> (double) call.worker().cycle().workerCount())
        .function("id", (ApiCall call) -> (double) call.worker().id());
  }

  private static Double pid() {
    return (double) ProcessHandle.current().pid();
  }

  private static LuaTable pids(ApiCall call) {
    int count = call.worker().cycle().workerCount();
    LuaTable pids = new LuaTable(count, 0);
    for (int i = 1; i <= count; i++) {
      pids.putInt(i, pid());
    }
    return pids;
  }
}
