package io.perigee.lua.library;

import io.perigee.lua.LuaOptions;
import io.perigee.lua.LuaVm;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the files of src/test/lua; each fails with an error that names the line. */
class LuaSuiteTest {
  private static final Path SUITE = Path.of("src/test/lua");

  static Stream<String> files() throws IOException {
    try (Stream<Path> files = Files.list(SUITE)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".lua"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void everyAssertionHolds(String name) throws IOException {
    LuaVm vm = new LuaVm(new LuaOptions(StandardLibraries.all()));
    byte[] source = Files.readAllBytes(SUITE.resolve(name));
    LuaFunction main = vm.load(LuaString.wrap(source).bytes(), "@" + name, vm.globals());
    vm.call(main);
    vm.close();
  }
}
