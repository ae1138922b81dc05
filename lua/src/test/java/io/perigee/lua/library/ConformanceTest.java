package io.perigee.lua.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.perigee.lua.LuaOptions;
import io.perigee.lua.LuaVm;
import io.perigee.lua.ReferenceLua;
import io.perigee.lua.value.LuaFault;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.AssertionFailedError;

/**
 * Runs the conformance suite, whose files are Lua programs that name their cases: here in a VM of
 * their own for each file, and where {@code luajit} is installed by that too, which proves what
 * they expect.
 */
class ConformanceTest {
  private static final long STACK_BYTES = 64L << 20;
  private static final Path SUITE = Path.of("src/test/resources/conformance");

  @TestFactory
  Stream<DynamicContainer> perigeeKeepsTheLanguage() throws IOException {
    try (Stream<Path> files = Files.list(SUITE)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".lua"))
              .filter(name -> !name.equals("run.lua") && !name.equals("suite.lua"))
              .sorted()
              .toList();
      return names.stream()
          .map(name -> dynamicContainer(name, cases(SUITE.resolve(name)).stream()));
    }
  }

  private static List<DynamicTest> cases(Path file) {
    LuaVm vm = new LuaVm(new LuaOptions(StandardLibraries.all()));
    LuaTable suite = (LuaTable) vm.call(load(vm, SUITE.resolve("suite.lua")))[0];
    Object read = suite.get(LuaString.of("cases"));
    LuaTable cases = (LuaTable) vm.call(read, LuaString.utf8(file.toString()))[0];
    return Stream.iterate(1, i -> cases.get((double) i) != null, i -> i + 1)
        .map(i -> (LuaTable) cases.get((double) i))
        .map(
            each ->
                dynamicTest(
                    String.valueOf(each.get(LuaString.of("name"))),
                    () -> run(vm, (LuaFunction) each.get(LuaString.of("body")))))
        .toList();
  }

  private static LuaFunction load(LuaVm vm, Path file) {
    try {
      return vm.load(Files.readAllBytes(file), "@" + file.getFileName(), vm.globals());
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }

  /** Runs a case on a stack of the size that {@code perigee lua} has. */
  private static void run(LuaVm vm, LuaFunction body) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread = new Thread(null, () -> vm.call(body), "lua", STACK_BYTES);
    thread.setUncaughtExceptionHandler((ended, failure) -> thrown.set(failure));
    thread.start();
    thread.join();
    if (thrown.get() instanceof LuaFault fault) {
      throw new AssertionFailedError(String.valueOf(fault.value()), fault);
    } else if (thrown.get() != null) {
      throw new AssertionFailedError("no Lua error", thrown.get());
    }
  }

  @TestFactory
  Stream<DynamicTest> luajitMeetsTheSameExpectations() throws IOException, InterruptedException {
    if (!ReferenceLua.isInstalled()) {
      return Stream.of(dynamicTest("luajit is not installed", () -> abort("no luajit here")));
    }
    String output = ReferenceLua.run(SUITE.resolve("run.lua").toString());
    assertThat(output).isNotEmpty();
    return output.lines().map(line -> outcome(line.split("\t", 4)));
  }

  private static DynamicTest outcome(String[] fields) {
    return dynamicTest(
        fields.length > 2 ? fields[1] + ": " + fields[2] : fields[0],
        () -> {
          if (fields[0].equals("skipped")) {
            abort(fields[3]);
          }
          assertThat(fields[0]).as(fields[fields.length - 1]).isEqualTo("ok");
        });
  }
}
