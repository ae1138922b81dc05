package io.perigee.lua.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.lua.LuaOptions;
import io.perigee.lua.LuaVm;
import io.perigee.lua.library.StandardLibraries;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Code without measure fails with an error of its own, and the machine goes on. */
@Timeout(120)
final class StackAndMemoryTest {
  private static final int MEBIBYTE = 1 << 20;

  private final LuaVm vm = new LuaVm(new LuaOptions(StandardLibraries.all()));

  private Object run(String source) {
    return vm.call(vm.load(source, "@deep.lua"))[0];
  }

  /** What a task gives on a thread of its own; a worker's stack has 64 MiB. */
  private static Object onStackOf(int mebibytes, Supplier<Object> task) {
    Object[] result = new Object[1];
    Thread thread =
        new Thread(null, () -> result[0] = task.get(), "own stack", (long) mebibytes * MEBIBYTE);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return result[0];
  }

  private String failure(String source) {
    return String.valueOf(run("return select(2, pcall(function() " + source + " end))"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local function f() return 1 + f() end f()",
        "local t = {} setmetatable(t, {__index = function(s, k) return s[k + 1] end}) return t[1]",
        "local t = setmetatable({}, {__add = function(a, b) return a + b end}) return t + 1",
        "local t = setmetatable({}, {__concat = function(a, b) return a .. b end}) return t .. 1",
        "local t = setmetatable({}, {}) getmetatable(t).__tostring = function(s)"
            + " return 'x' .. tostring(s) end return tostring(t)",
        "local function f(s) return (s:gsub('.', f)) end f('abc')",
        "local function f() table.sort({3, 2, 1}, function(a, b) f() return a < b end) end f()",
        "local co = coroutine.create(function() local function f() return 1 + f() end f() end)"
            + " error(select(2, coroutine.resume(co)), 0)",
      })
  void endlessRecursionIsAnError(String source) {
    assertThat(failure(source)).matches("deep\\.lua:1: stack overflow");
    assertThat(run("return 1 + 1")).isEqualTo(2.0);
  }

  @Test
  void coroutinesDoNotNestWithoutEnd() {
    String source = "local function f() return coroutine.wrap(f)() end f()";

    assertThat(String.valueOf(onStackOf(64, () -> failure(source)))).endsWith("C stack overflow");
  }

  @Test
  void anOverflowIsCaughtByTheFirstProtectedCallThatHasRoom() {
    String source =
        """
        local deepest = 0
        local function f(n)
          deepest = n
          local ok, message = pcall(f, n + 1)
          if not ok then error(message, 0) end
        end
        local ok, message = pcall(f, 1)
        return deepest > 1000 and message
        """;
    assertThat(String.valueOf(onStackOf(1, () -> run(source)))).endsWith("stack overflow");
  }

  @ParameterizedTest
  @CsvSource({
    "x = , (, 1, )",
    "x = , {, '', }",
    "'', 'do ', '', ' end'",
    "x = , f(, '', )",
    "x = , 'not ', 1, ''",
    "x = , 'function() return ', 1, ' end'",
  })
  void deeplyNestedSourceIsASyntaxError(String start, String open, String middle, String close) {
    String source = start + " " + open.repeat(100_000) + middle + close.repeat(100_000);
    assertThat(failure("error(select(2, loadstring([==[" + source + "]==])), 0)"))
        .contains("chunk has too many syntax levels");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return ('x'):rep(3 * 2^20)",
        "local s = 'x' while true do s = s .. s end",
        "local s = 'x' while true do s = s .. 'y' .. s end",
        "local t = {} for i = 1, 4 do t[i] = ('x'):rep(2^20) end return table.concat(t)",
        "return (('x'):rep(2^11):gsub('x', ('y'):rep(2^11)))",
        "local s = ('x'):rep(2^20) return ('%s%s%s'):format(s, s, s)",
      })
  void aStringBeyondTheLimitIsAnError(String source) {
    vm.longestString(2 * MEBIBYTE);

    assertThat(failure(source)).isEqualTo("not enough memory");
    assertThat(run("return #('x'):rep(2^21)")).isEqualTo(2.0 * MEBIBYTE);
  }
}
