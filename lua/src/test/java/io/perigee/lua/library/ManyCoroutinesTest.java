package io.perigee.lua.library;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.lua.LuaOptions;
import io.perigee.lua.LuaVm;
import io.perigee.lua.value.LuaFunction;
import org.junit.jupiter.api.Test;

/** A VM holds a million suspended coroutines; the build gives its tests a heap of 2 GB. */
class ManyCoroutinesTest {
  private static final int MILLION = 1_000_000;

  private final LuaVm vm = new LuaVm(new LuaOptions(StandardLibraries.all()));

  private Object run(String program) {
    LuaFunction main = vm.load(program.getBytes(ISO_8859_1), "=many", vm.globals());
    return vm.call(main)[0];
  }

  private Object sumOfEveryThousandth(int count, String body) {
    return run(
        """
        local live = {}
        for i = 1, %d do
          live[i] = coroutine.wrap(%s)
          live[i](i)
        end
        local sum = 0
        for i = 1, #live, 1000 do sum = sum + live[i](1) end
        return sum
        """
            .formatted(count, body));
  }

  @Test
  void aMillionGeneratorsAreSuspendedAtOnce() {
    Object sum = sumOfEveryThousandth(MILLION, "function(i) return i + coroutine.yield() end");

    assertThat(sum).isEqualTo(1000 * 499_502.0);
  }

  @Test
  void aHundredThousandAreSuspendedInsideOfOtherFunctions() {
    Object sum =
        sumOfEveryThousandth(
            MILLION / 10, "function(i) local _, n = pcall(coroutine.yield) return i + n end");

    assertThat(sum).isEqualTo(100 * 49_502.0);
  }
}
