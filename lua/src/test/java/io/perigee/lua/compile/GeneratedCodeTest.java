package io.perigee.lua.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.lua.LuaOptions;
import io.perigee.lua.LuaVm;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratedCodeTest {
  private final LuaVm vm = new LuaVm(new LuaOptions(List.of()));

  private Object run(String source) {
    return vm.call(vm.load(source, "@dir/file.lua"))[0];
  }

  @Test
  void javaFramesShowTheLuaFileAndLine() {
    StackTraceElement[] trace = new StackTraceElement[1];
    LuaFunction probe =
        JavaFunction.of(
            "probe",
            () -> {
              trace[0] =
                  StackWalker.getInstance()
                      .walk(
                          frames ->
                              frames
                                  .filter(f -> f.getClassName().startsWith("lua."))
                                  .findFirst()
                                  .orElseThrow())
                      .toStackTraceElement();
              return null;
            });
    vm.globals().put("probe", probe);
    run("local function inner()\n  probe()\n  return 1\nend\nreturn (inner())");
    assertThat(trace[0].getFileName()).isEqualTo("dir/file.lua");
    assertThat(trace[0].getLineNumber()).isEqualTo(2);
    assertThat(trace[0].getClassName()).contains("inner_1");
  }

  @Test
  void onePrototypeServesSeveralMachines() {
    Prototype chunk =
        LuaCompiler.compile(
            "x = (x or 0) + 1 return x".getBytes(StandardCharsets.ISO_8859_1), "=c");
    LuaVm other = new LuaVm(new LuaOptions(List.of()));
    assertThat(vm.call(chunk.instantiate(vm, vm.globals()))).containsExactly(1.0);
    assertThat(vm.call(chunk.instantiate(vm, vm.globals()))).containsExactly(2.0);
    assertThat(other.call(chunk.instantiate(other, other.globals()))).containsExactly(1.0);
  }

  @Test
  void aClosureTakesTheEnvironmentOfItsMaker() {
    LuaTable environment = new LuaTable();
    Prototype chunk =
        LuaCompiler.compile(
            "return function() y = 1 end".getBytes(StandardCharsets.ISO_8859_1), "=c");
    LuaFunction made = (LuaFunction) vm.call(chunk.instantiate(vm, environment))[0];
    vm.call(made);
    assertThat(environment.get(LuaString.of("y"))).isEqualTo(1.0);
    assertThat(made.environment()).isSameAs(environment);
  }

  @Test
  void countersAreExactBeyondTheIntegersOfJava() {
    assertThat(run("local n = 0 for i = 2^53 - 2, 2^53 - 1 do n = n + 1 end return n"))
        .isEqualTo(2.0);
    assertThat(run("local s = 0 for i = 2147483646, 2147483649 do s = s + i end return s"))
        .isEqualTo(8589934590.0);
    assertThat(run("local a, b = 1, 1 for i = 1, 100 do a, b = b, a + b end return b"))
        .isEqualTo(927372692193079200000.0);
  }
}
