package io.perigee.lua.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.lua.LuaOptions;
import io.perigee.lua.LuaVm;
import io.perigee.lua.coroutine.Coroutine;
import io.perigee.lua.library.StandardLibraries;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Running code can be stopped and suspended from another thread, wherever it is. */
@Timeout(60)
final class SafePointTest {
  private static final Object[] NONE = {};

  private final LuaVm vm = new LuaVm(new LuaOptions(StandardLibraries.all()));
  private final CountDownLatch running = new CountDownLatch(1);

  /** Stops whatever runs once the code has said by {@code started()} that it does. */
  private void stopWhenStarted() {
    int bit =
        vm.safePoint()
            .register(
                () -> {
                  throw LuaStop.here("stopped");
                });
    vm.globals()
        .put(
            "started",
            JavaFunction.of(
                "started",
                () -> {
                  running.countDown();
                  return null;
                }));
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                running.await();
                vm.safePoint().request(bit);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private void assertStopped(String source) {
    stopWhenStarted();
    LuaFunction chunk = vm.load("started()\n" + source, "=run");
    assertThatThrownBy(() -> vm.call(chunk)).isInstanceOf(LuaStop.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while true do end",
        "repeat until false",
        "for i = 1, math.huge do end",
        "for i = 1, 2, 0 do end",
        "for i = 1, 2, 1 - 1 do end",
        "local d = 1 d = d + 0 for i = 1, 1e15, d do end",
        "for i = 0.5, math.huge do end",
        "for i = 1, 1e15 do for j = 1, 3 do for k = 1, 3 do end end end",
        "local n = 0 while true do n = n + 1 end",
        "::top:: goto top",
        "for _ in function() return 1 end do end",
        "local t = setmetatable({}, {__index = function() return 1 end}) while t.x do end",
        "local function f() return f() end f()",
        "local function f(n) if n < 2 then return n end return f(n - 1) + f(n - 2) end f(200)",
        "local t = setmetatable({}, {__index = function(t, n)"
            + " return n < 2 and n or t[n - 1] + t[n - 2] end}) local x = t[200]",
        "local d = 0 local t = setmetatable({}, {__add = function(a, b) if d > 60 then return 0 end"
            + " d = d + 1 local x, y = a + b, a + b d = d - 1 return 1 end}) local x = t + t",
        "local s = ('a'):rep(100) s:find(('a*'):rep(20) .. 'b')",
        "local s = ('a'):rep(100) s:gsub(('a-'):rep(20) .. 'b', '')",
        "local s = ('a'):rep(100) for _ in s:gmatch(('a?a*'):rep(10) .. 'b') do end",
        "local t = {} for i = 1, 10 do t[i] = i end"
            + " while true do table.sort(t, function(a, b) return a > b end) end",
        "table.move({}, 1, 2^31 - 2, 2, {})",
        "table.insert({}, -2^31, 1)",
        "local x = ('a'):rep(4e6):find(('a'):rep(2e6) .. 'b', 1, true)",
        "local x = ('a'):rep(4e6):find('a*b')",
        "local x = ('('):rep(4e6):find('%b()')",
        "coroutine.wrap(function() while true do end end)()",
        "while true do coroutine.resume(coroutine.create(function() end)) end",
      })
  void whatNeverEndsIsStopped(String source) {
    assertStopped(source);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pcall(function() while true do end end) error('went on')",
        "xpcall(function() while true do end end, print) error('went on')",
        "while true do pcall(error, 'x') end",
        "coroutine.resume(coroutine.create(function() while true do end end)) error('went on')",
        "pcall(coroutine.wrap(function() while true do end end)) error('went on')",
        "pcall(string.gsub, 'x', '.', function() while true do end end) error('went on')",
        "setmetatable(_G, {__index = function() while true do end end}) pcall(function()"
            + " return nothing end) error('went on')",
      })
  void noProtectedCallHoldsTheStop(String source) {
    assertStopped(source);
  }

  @Test
  void theStopNamesFileAndLine() {
    stopWhenStarted();
    LuaFunction chunk =
        vm.load("local function spin()\n  while true do\n started() end\nend\nspin()", "@a.lua");
    assertThatThrownBy(() -> vm.call(chunk))
        .isInstanceOfSatisfying(
            LuaStop.class,
            stop -> {
              assertThat(stop).hasMessage("a.lua:2: stopped");
              assertThat(stop.traceback())
                  .contains("a.lua:2: in function 'spin'", "a.lua:5: in main chunk");
            });
  }

  /** A task that suspends the running coroutine once; answers the bit by which it is asked for. */
  private int givingWay() {
    return givingWay(() -> true);
  }

  /** The same, which waits until a condition holds. */
  private int givingWay(BooleanSupplier condition) {
    int[] bit = new int[1];
    bit[0] =
        vm.safePoint()
            .register(
                () -> {
                  if (condition.getAsBoolean()) {
                    vm.safePoint().clear(bit[0]);
                    Coroutine.suspend(new Object[] {"gave way"});
                  }
                });
    return bit[0];
  }

  @Test
  void theMachineGoesOnAfterAStop() {
    AtomicInteger stops = new AtomicInteger();
    int[] bit = new int[1];
    bit[0] =
        vm.safePoint()
            .register(
                () -> {
                  vm.safePoint().clear(bit[0]);
                  stops.incrementAndGet();
                  throw LuaStop.here("stopped");
                });
    LuaFunction endless = vm.load("while true do end", "=run");
    for (int i = 0; i < 3; i++) {
      vm.safePoint().request(bit[0]);
      assertThatThrownBy(() -> vm.call(endless)).isInstanceOf(LuaStop.class);
    }
    assertThat(stops).hasValue(3);
    assertThat(vm.call(vm.load("local n = 0 for i = 1, 1e5 do n = n + 1 end return n", "=run")))
        .containsExactly(1e5);
  }

  @Test
  void aGeneratorThatRunsWithoutAStackCanBeAskedToYieldToo() {
    int bit = givingWay();
    Coroutine co =
        new Coroutine(
            vm,
            vm.load(
                """
                local yield = coroutine.yield
                for round = 1, 3 do
                  local n = 0
                  for i = 1, 1e5 do n = n + i end
                  yield(n)
                end
                """,
                "=run"));
    List<Object> yielded = new ArrayList<>();
    while (co.status() == Coroutine.Status.SUSPENDED) {
      vm.safePoint().request(bit);
      yielded.addAll(Arrays.asList(co.resume(NONE)));
    }
    assertThat(yielded).filteredOn(value -> value.equals(5000050000.0)).hasSize(3);
    assertThat(yielded).filteredOn(value -> value.equals("gave way")).hasSizeGreaterThan(3);
  }

  @Test
  void aGeneratorOverAnotherGivesWayWithoutLosingAnything() {
    Coroutine[] outer = new Coroutine[1];
    int bit = givingWay(() -> outer[0].equals(vm.currentCoroutine()));
    Coroutine co =
        new Coroutine(
            vm,
            vm.load(
                """
                local yield = coroutine.yield
                local numbers = coroutine.wrap(function() for i = 1, 30000 do yield(i) end end)
                for v in numbers do
                  if v % 10000 == 0 then yield(v) end
                end
                """,
                "=run"));
    outer[0] = co;
    List<Object> yielded = new ArrayList<>();
    while (co.status() == Coroutine.Status.SUSPENDED) {
      vm.safePoint().request(bit);
      yielded.addAll(Arrays.asList(co.resume(NONE)));
    }
    assertThat(yielded)
        .filteredOn(value -> value instanceof Double)
        .containsExactly(10000.0, 20000.0, 30000.0);
    assertThat(yielded).filteredOn(value -> value.equals("gave way")).hasSizeGreaterThan(3);
  }

  @Test
  void runningCodeCanBeAskedToYieldAndGoesOnLater() {
    int bit = givingWay();
    Coroutine co =
        new Coroutine(vm, vm.load("local n = 0 for i = 1, 1e6 do n = n + i end return n", "=run"));
    int turns = 0;
    Object[] values;
    do {
      vm.safePoint().request(bit);
      values = co.resume(NONE);
      turns++;
    } while (co.status() == Coroutine.Status.SUSPENDED);
    assertThat(values).containsExactly(500000500000.0);
    assertThat(turns).isGreaterThan(10);
  }

  @Test
  void aHookThatCountsIsCalledAndItsErrorIsTheCodes() {
    String source =
        """
        local calls = 0
        debug.sethook(function(event)
          calls = calls + 1
          assert(event == "count")
          if calls == 3 then error("quota", 0) end
        end, "", 1e4)
        local ok, message = pcall(function() while true do end end)
        debug.sethook()
        for i = 1, 1e6 do end
        return calls, message
        """;
    assertThat(vm.call(vm.load(source, "=run")))
        .extracting(String::valueOf)
        .containsExactly("3.0", "quota");
  }

  @Test
  void loopsOfAllKindsDoEachRoundOnce() {
    String source =
        """
        local n = 0
        for i = 1, 10000 do n = n + 1 end
        for i = 10000, 1, -3 do n = n + 1 end
        for i = 1, 100 do for j = 1, 100 do for k = 1, 3 do n = n + 1 end end end
        for i = 1, 4096 do n = n + 1 end
        for i = 1, 4097 do n = n + 1 end
        for i = 0.5, 9000 do n = n + 1 end
        local step = 2
        for i = 1, 9000, step do n = n + 1 end
        local i = 0
        while i < 10000 do i = i + 1 n = n + 1 end
        repeat i = i - 1 n = n + 1 until i <= 0
        for i = 1, 10000 do if i > 5000 then break end n = n + 1 end
        local c = 0
        ::top:: c = c + 1 if c < 5000 then goto top end
        return n + c
        """;
    double expected =
        10000 + 3334 + 30000 + 4096 + 4097 + 9000 + 4500 + 10000 + 10000 + 5000 + 5000;
    assertThat(vm.call(vm.load(source, "=run"))).containsExactly(expected);
  }
}
