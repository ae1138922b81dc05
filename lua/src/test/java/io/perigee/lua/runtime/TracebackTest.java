package io.perigee.lua.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.lua.LuaOptions;
import io.perigee.lua.LuaVm;
import io.perigee.lua.coroutine.Coroutine;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracebackTest {
  private final LuaVm vm = new LuaVm(new LuaOptions(List.of()));

  /** A coroutine that failed {@code depth} calls deep. */
  private Coroutine failed(int depth) {
    String source =
        "local function f(n) if n == 0 then local x = nil; x() end f(n - 1) end f(" + depth + ")";
    Coroutine co = new Coroutine(vm, vm.load(source, "=t"));
    co.captureTraceback(true);
    assertThatThrownBy(() -> co.resume(new Object[0])).hasMessageContaining("attempt to call");
    return co;
  }

  @Test
  void endsWithDotsWhenNoLastLinesAreWanted() {
    assertThat(failed(30).traceback(0, 22).lines()).hasSize(24).last().isEqualTo("\t...");
  }

  @Test
  void showsAShortStackWhole() {
    assertThat(failed(3).traceback(0, 22)).doesNotContain("...").contains("t:1: in main chunk");
  }
}
