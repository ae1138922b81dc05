package io.perigee.lua.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.lua.LuaOptions;
import io.perigee.lua.LuaVm;
import io.perigee.lua.library.StandardLibraries;
import io.perigee.lua.runtime.FunctionInfo;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Event;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(trace[0].getClassName()).isEqualTo("lua.dir.file.lua:1 inner");
  }

  @Test
  void flightRecordingsShowTheLuaFunctionAndLine(@TempDir Path folder) throws IOException {
    vm.globals()
        .put(
            "probe",
            JavaFunction.of(
                "probe",
                () -> {
                  new Probe().commit();
                  return null;
                }));
    Path file = folder.resolve("lua.jfr");
    try (Recording recording = new Recording()) {
      recording.enable(Probe.class).withStackTrace();
      recording.start();
      run("local M = {}\nfunction M.handler()\n  probe()\n  return 1\nend\nreturn (M.handler())");
      recording.stop();
      recording.dump(file);
    }

    List<String> frames =
        RecordingFile.readAllEvents(file).getFirst().getStackTrace().getFrames().stream()
            .map(frame -> frame.getMethod().getType().getName() + " " + frame.getLineNumber())
            .filter(name -> name.startsWith("lua.") && !name.contains("(closure)"))
            .toList();
    assertThat(frames)
        .containsExactly("lua.dir.file.lua:2 handler 3", "lua.dir.file.lua:1 main chunk 6");
  }

  /** An event of its own for {@link #flightRecordingsShowTheLuaFunctionAndLine}. */
  static final class Probe extends Event {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=",
        "=stdin",
        "@",
        "@/",
        "@...",
        "@a/b/../c.lua",
        "@a;b[1].lua",
        "@.hidden",
        "return 1",
        "x = {[1] = ';'} -- a/b\n",
        "=content_by_lua(nginx.conf:12)",
        "=\u00e4\u0001"
      })
  void anyChunkNameGivesAClassName(String name) {
    String source = "local t = {} function t.a.b() end function t:c() end return 1";
    assertThat(vm.call(vm.load("t = 1 return 1", name))[0]).isEqualTo(1.0);
    assertThat(vm.load("local t = {a = {}} " + source.substring(13), name)).isNotNull();
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
  void whatAMainChunkMakesHasItsCodeInAClassOfItsOwn() {
    CompiledFunction deferred = (CompiledFunction) run("local n = 1 return function() n = n end");
    assertThat(deferred.prototype().isDeferred()).isTrue();
    assertThat(deferred.getClass().getName()).isEqualTo("lua.dir.file.lua:1 anonymous (closure)");
    assertThat(run("for i = 1, 1 do return function() return i end end"))
        .isInstanceOfSatisfying(
            CompiledFunction.class, f -> assertThat(f.prototype().isDeferred()).isFalse());
  }

  @Test
  void aDeferredFunctionIsKnownBeforeItsFirstCall() {
    LuaFunction deferred =
        (LuaFunction) run("local a, b = {}\nb = 1\nreturn function(x, y)\n return a, b\nend");
    FunctionInfo info = FunctionInfo.of(deferred.getClass());
    assertThat(info.lineDefined()).isEqualTo(3);
    assertThat(info.activeLines()).containsExactly(4);
    assertThat(deferred.parameterName(1)).isEqualTo("y");
    assertThat(deferred.upvalueName(1)).isEqualTo("b");
    assertThat(deferred.upvalue(1)).isEqualTo(1.0);
    assertThat(FunctionDump.dump(deferred)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a, b", "a, b, c", "a, b, c, d", "...", "a, ..."})
  void aDeferredFunctionTakesAnyNumberOfArguments(String parameters) {
    LuaVm full = new LuaVm(new LuaOptions(StandardLibraries.all()));
    String source =
        "local function f("
            + parameters
            + ") return f ~= nil end local t = {f(), f(1), f(1, 2), f(1, 2, 3), f(1, 2, 3, 4),"
            + " f(unpack({1, 2}))} return #t";
    assertThat(full.call(full.load(source, "=c"))[0]).isEqualTo(6.0);
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
