package io.perigee.ngx.coroutine;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.conf.directive.Settings;
import io.perigee.core.log.Level;
import io.perigee.lua.LuaOptions;
import io.perigee.lua.LuaVm;
import io.perigee.lua.library.StandardLibraries;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.api.ApiTree;
import io.perigee.ngx.thread.LightThread;
import io.perigee.ngx.thread.LuaPhase;
import io.perigee.ngx.thread.ResultCode;
import io.perigee.ngx.thread.ThreadContext;
import io.perigee.ngx.thread.ThreadHost;
import io.perigee.ngx.thread.ThreadOperations;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** The order in which coroutines run, and how they end, without any subsystem around them. */
@NullUnmarked // there is no configuration behind the API here
class SchedulerOrderTest {
  private final List<String> said = new ArrayList<>();
  private final List<String> logged = new ArrayList<>();
  private final List<LightThread> paused = new ArrayList<>();
  private final LuaVm vm = new LuaVm(new LuaOptions(StandardLibraries.all()));
  private final ThreadHost host = new ThreadHost(vm);
  private final Context context = new Context();

  SchedulerOrderTest() {
    new ApiTree(List.of(new CoroutineApi(), new ThreadApi(), this::register))
        .install(new ApiCall(host, null));
  }

  private void register(ApiTable ngx) {
    ngx.globals()
        .variadic("say", this::say)
        .variadic("pause", this::pause)
        .function("exit", SchedulerOrderTest::exit);
  }

  private Object say(ApiCall call, Object[] args) {
    StringBuilder line = new StringBuilder();
    for (Object arg : args) {
      line.append(line.isEmpty() ? "" : " ").append(Conversions.rawToString(arg));
    }
    said.add(line.toString());
    return Results.EMPTY;
  }

  private Object pause(ApiCall call, Object[] args) {
    LightThread thread = call.thread();
    paused.add(thread);
    thread.pending(() -> said.add("cancelled"));
    return ThreadOperations.await(thread);
  }

  private static Object exit(ApiCall call, Object code) {
    call.context().requestExit((int) (double) code);
    ThreadOperations.abandon(call.thread());
    return Results.EMPTY;
  }

  private int run(String code) {
    return context.start(LuaPhase.CONTENT, vm.load(code, "=test"));
  }

  private final class Context extends ThreadContext {
    Context() {
      super(host, LuaPhase.CONTENT);
    }

    @Override
    public Settings settings() {
      throw new UnsupportedOperationException("no configuration");
    }

    @Override
    protected void watchEnd() {
      // nothing is opened here
    }

    @Override
    public boolean hasClient() {
      return true;
    }

    @Override
    public boolean logs(Level level) {
      return true;
    }

    @Override
    public void log(Level level, String message) {
      logged.add(message);
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
      return ResultCode.DONE;
    }

    @Override
    protected int jumpHandler() {
      return ResultCode.OK;
    }

    @Override
    protected int failHandler() {
      return 500;
    }

    @Override
    protected void reenter() {
      said.add("result " + proceed());
    }
  }

  @Test
  void spawnedThreadsRunFirstAndYieldsQueueBehindThem() {
    int code =
        run(
            """
            local spawn = ngx.thread.spawn
            local function f(n)
              say("f" .. n .. " 1"); coroutine.yield(); say("f" .. n .. " 2")
            end
            say "a"; local t1 = spawn(f, 1)
            say "b"; local t2 = spawn(f, 2)
            say "c"; coroutine.yield()
            say "d"
            """);

    assertThat(said).containsExactly("a", "f1 1", "b", "f2 1", "f1 2", "c", "f2 2", "d");
    assertThat(code).isEqualTo(ResultCode.OK);
  }

  @Test
  void waitCollectsAZombieOnce() {
    run(
        """
        local t = ngx.thread.spawn(function(...) return select("#", ...), ... end, "x", "y")
        say(coroutine.status(t))
        say(ngx.thread.wait(t))
        say(coroutine.status(t))
        say(ngx.thread.wait(t))
        """);

    assertThat(said)
        .containsExactly("zombie", "true 2 x y", "dead", "nil already waited or killed");
  }

  @Test
  void anErrorInAUserThreadIsLoggedAndHandedToWait() {
    int code =
        run(
            """
            local t = ngx.thread.spawn(function() error({ 1 }) end)
            local ok, err = ngx.thread.wait(t)
            say(ok, type(err))
            """);

    assertThat(said).containsExactly("false table");
    assertThat(logged).hasSize(1);
    assertThat(logged.get(0))
        .startsWith("lua user thread aborted: runtime error: unknown reason\nstack traceback:");
    assertThat(code).isEqualTo(ResultCode.OK);
  }

  @Test
  void aFailingWrapAbortsTheEntryThreadEvenInsidePcall() {
    int code =
        run(
            """
            local f = coroutine.wrap(function() error("bad", 0) end)
            say(pcall(f))
            """);

    assertThat(said).isEmpty();
    assertThat(logged.get(0)).startsWith("lua entry thread aborted: runtime error: bad\n");
    assertThat(logged.get(0)).contains("coroutine 0:").contains("coroutine 1:");
    assertThat(code).isEqualTo(500);
  }

  @Test
  void anEventResumesTheInnermostCoroutineOnly() {
    int code =
        run(
            """
            local co = coroutine.create(function() say("got", pause()); return "end" end)
            say(coroutine.resume(co))
            say(coroutine.status(co))
            """);
    assertThat(code).isEqualTo(ResultCode.AGAIN);
    assertThat(said).isEmpty();

    context.wake(paused.get(0), LuaString.of("event"));

    assertThat(said).containsExactly("got event", "true end", "dead", "result 0");
  }

  @Test
  void killCancelsWhatAThreadWaitsFor() {
    int code =
        run(
            """
            local t = ngx.thread.spawn(function() pause() end)
            say(coroutine.status(t))
            say(ngx.thread.kill(t))
            say(coroutine.status(t))
            say(ngx.thread.kill(t))
            """);

    assertThat(said)
        .containsExactly("running", "cancelled", "1", "dead", "nil already waited or killed");
    assertThat(code).isEqualTo(ResultCode.OK);
  }

  @Test
  void orphansKeepTheHandlerOpen() {
    int code =
        run(
            """
            local co = coroutine.create(function()
              ngx.thread.spawn(function() pause(); say("orphan done") end)
              return "co done"
            end)
            say(coroutine.resume(co))
            """);
    assertThat(code).isEqualTo(ResultCode.AGAIN);

    context.wake(paused.get(0));

    assertThat(said).containsExactly("true co done", "orphan done", "result 0");
  }

  @Test
  void aCallerBelowALongChainOfSpawnsStillRunsInItsTurn() {
    int code =
        run(
            """
            local spawn = ngx.thread.spawn
            local function nest(n)
              if n == 0 then return end
              spawn(nest, n - 1)
              say(n)
            end
            nest(30)
            """);

    assertThat(said).hasSize(30).startsWith("30", "29").endsWith("2", "1");
    assertThat(code).isEqualTo(ResultCode.OK);
  }

  @Test
  void aThreadThatGivesUpComesBehindThoseBelowIt() {
    run(
        """
        local t = ngx.thread.spawn(function()
          local u = ngx.thread.spawn(function() say "u1"; coroutine.yield(); say "u2" end)
          say "t1"; coroutine.yield(); say "t2"
        end)
        say "e1"; coroutine.yield(); say "e2"; say(ngx.thread.wait(t)); say "e3"
        """);

    assertThat(said).containsExactly("u1", "e1", "t1", "u2", "e2", "t2", "true", "e3");
  }

  @Test
  void anExitFromASpawnedThreadEndsThoseThatItRunsOnTopOf() {
    int code =
        run(
            """
            ngx.thread.spawn(function()
              ngx.thread.spawn(function() exit(204) end)
              say "not reached"
            end)
            say "not reached"
            """);

    assertThat(said).isEmpty();
    assertThat(code).isEqualTo(204);
  }

  @Test
  void aWaiterGoesOnWithTheThreadThatEndsFirst() {
    int code =
        run(
            """
            local a = ngx.thread.spawn(function() return pause() end)
            local b = ngx.thread.spawn(function() coroutine.yield(); return "b" end)
            say(ngx.thread.wait(a, b))
            say(ngx.thread.wait(a))
            """);
    assertThat(code).isEqualTo(ResultCode.AGAIN);
    assertThat(said).containsExactly("true b");

    context.wake(paused.get(0), LuaString.of("a"));

    assertThat(said).containsExactly("true b", "true a", "result 0");
  }

  @Test
  void zombiesOfManyThreadsAreCollectedInAnyOrder() {
    run(
        """
        local t = {}
        for i = 1, 5 do t[i] = ngx.thread.spawn(function() return i end) end
        for _, i in ipairs { 3, 1, 5, 2 } do say(ngx.thread.wait(t[i])) end
        say(coroutine.status(t[3]), coroutine.status(t[4]))
        """);

    assertThat(said).containsExactly("true 3", "true 1", "true 5", "true 2", "dead zombie");
  }
}
