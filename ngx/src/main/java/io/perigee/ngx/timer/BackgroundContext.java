package io.perigee.ngx.timer;

import io.perigee.conf.directive.Settings;
import io.perigee.core.log.ConnectionNumbers;
import io.perigee.core.log.Level;
import io.perigee.core.log.LogContext;
import io.perigee.core.worker.Worker;
import io.perigee.lua.value.LuaTable;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.limit.RunLimits;
import io.perigee.ngx.thread.LuaPhase;
import io.perigee.ngx.thread.ResultCode;
import io.perigee.ngx.thread.ThreadContext;
import org.jspecify.annotations.Nullable;

/**
 * The context of Lua code without a client: a timer's run or a worker hook (ngx_lua's fake
 * request). While it runs it keeps the worker from its end.
 */
public class BackgroundContext extends ThreadContext {
  private final Worker worker;
  private final long number;
  private final String origin;
  private final Settings settings;
  private @Nullable Runnable whenEnded;
  private @Nullable LuaTable table;

  /** A context for a phase; the origin names client and server of the creator. */
  public BackgroundContext(ApiCall call, LuaPhase phase, String origin, Settings settings) {
    super(call.host(), phase);
    this.worker = call.worker();
    this.number = phase == LuaPhase.EXIT_WORKER ? 0 : ConnectionNumbers.next();
    this.origin = origin;
    this.settings = settings;
  }

  /** Registers what happens when all threads have ended. */
  public void whenEnded(Runnable task) {
    whenEnded = task;
  }

  /** What follows when a run has given this result. */
  public void finished(int code) {
    if (code != ResultCode.AGAIN) {
      Runnable task = whenEnded;
      whenEnded = null;
      killAll();
      releaseResources();
      if (task != null) {
        task.run();
      }
    }
  }

  /** The table {@code ngx.ctx} of this run, made at first use. */
  public LuaTable table() {
    LuaTable known = table;
    if (known == null) {
      known = new LuaTable();
      table = known;
    }
    return known;
  }

  /** Replaces the table {@code ngx.ctx}. */
  public void table(LuaTable other) {
    table = other;
  }

  @Override
  protected RunLimits limits() {
    return phase() == LuaPhase.TIMER ? host().backgroundLimits() : RunLimits.NONE;
  }

  @Override
  public boolean hasClient() {
    return false;
  }

  @Override
  public boolean logs(Level level) {
    return worker.log().enabled(level);
  }

  @Override
  public void log(Level level, String message) {
    worker.log().log(level, new Place(number, phase(), origin), message);
  }

  @Override
  public Settings settings() {
    return settings;
  }

  /** The end is what {@link #finished} is told. */
  @Override
  protected void watchEnd() {
    // nothing to register
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  protected boolean responseStarted() {
    return false;
  }

  @Override
  protected int exitHandler(int code) {
    return code;
  }

  @Override
  protected int execHandler() {
    throw new IllegalStateException("no exec without a client");
  }

  @Override
  protected int jumpHandler() {
    throw new IllegalStateException("no jump without a client");
  }

  @Override
  protected int failHandler() {
    return ResultCode.ERROR;
  }

  @Override
  protected void reenter() {
    finished(proceed());
  }

  /** The last hook's lines name neither a connection nor a context. */
  private record Place(long connectionNumber, LuaPhase phase, String origin) implements LogContext {
    @Override
    public void describe(StringBuilder line) {
      if (phase == LuaPhase.EXIT_WORKER) {
        return;
      }
      line.append(", context: ").append(phase.label());
      if (!origin.isEmpty()) {
        line.append(", ").append(origin);
      }
    }
  }
}
