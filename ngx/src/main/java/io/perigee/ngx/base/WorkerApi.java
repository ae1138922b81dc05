package io.perigee.ngx.base;

import io.perigee.core.cycle.MainSettings;
import io.perigee.core.worker.Worker;
import io.perigee.lua.value.LuaTable;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import org.jspecify.annotations.Nullable;

/** {@code ngx.worker.*}: workers are event loops of one process, so all have the same pid. */
public final class WorkerApi implements ApiFamily {
  @Override
  public void register(ApiTable ngx) {
    ngx.table("worker")
        .function("exiting", WorkerApi::exiting)
        .function("pid", (ApiCall call) -> pid())
        .function("pids", WorkerApi::pids)
        .function("count", (ApiCall call) -> (double) workers(call))
        .function("id", WorkerApi::id);
  }

  private static Object exiting(ApiCall call) {
    Worker worker = call.workerOrNull();
    return worker != null && worker.exiting();
  }

  private static @Nullable Object id(ApiCall call) {
    Worker worker = call.workerOrNull();
    return worker == null ? null : (Object) (double) worker.id();
  }

  private static int workers(ApiCall call) {
    return call.cycle().main().get(MainSettings.WORKER_PROCESSES);
  }

  private static Double pid() {
    return (double) ProcessHandle.current().pid();
  }

  private static LuaTable pids(ApiCall call) {
    int count = workers(call);
    LuaTable pids = new LuaTable(count, 0);
    for (int i = 1; i <= count; i++) {
      pids.putInt(i, pid());
    }
    return pids;
  }
}
