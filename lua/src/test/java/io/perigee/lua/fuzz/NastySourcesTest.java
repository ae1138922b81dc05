package io.perigee.lua.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.lua.LuaOptions;
import io.perigee.lua.LuaVm;
import io.perigee.lua.ReferenceLua;
import io.perigee.lua.library.StandardLibraries;
import io.perigee.lua.value.LuaFault;
import io.perigee.lua.value.LuaString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sources that strain the compiler: what they return, and where LuaJIT's limits are. */
class NastySourcesTest {
  /** A source text and what it gives back as text, or the message with which it is refused. */
  enum Source {
    A_FUNCTION_OF_TWENTY_THOUSAND_STATEMENTS(
        "local x = 0\n" + times(20_000, i -> "x = x + " + i + "\n") + "return x", "199990000"),
    TWO_HUNDRED_LOCALS(
        "local n = 0\n" + times(199, i -> "local v" + i + " = " + i + "\n") + "return v0 + v198",
        "198"),
    ONE_LOCAL_TOO_MANY(
        times(201, i -> "local v" + i + "\n"),
        "c:202: main function has more than 200 local variables"),
    A_HUNDRED_AND_TWENTY_UPVALUES(upvalues(120), "7140"),
    ONE_UPVALUE_TOO_MANY(upvalues(121), "c:123: function at line 122 has more than 120 upvalues"),
    A_CHAIN_OF_A_THOUSAND_ELSEIFS(
        "local n = 777\nif n == -1 then return 'none'\n"
            + times(1000, i -> "elseif n == " + i + " then return 'case " + i + "'\n")
            + "end",
        "case 777"),
    A_CONSTRUCTOR_OF_TWENTY_THOUSAND_ELEMENTS(
        "local t = {" + times(20_000, i -> i + ",") + "}\nreturn #t + t[20000]", "39999"),
    A_CONSTRUCTOR_OF_TEN_THOUSAND_NAMES(
        "local t = {" + times(10_000, i -> "k" + i + "=" + i + ",") + "}\nreturn t.k0 + t.k9999",
        "9999"),
    TEN_THOUSAND_DIFFERENT_STRINGS(
        "local n = 0\n" + times(10_000, i -> "n = n + #'s" + i + "'\n") + "return n", "48890"),
    A_STRING_OF_A_MEGABYTE("return #'" + "x".repeat(1 << 20) + "'", "1048576"),
    A_LONG_STRING_OF_MANY_LINES("return #[[" + "line\n".repeat(50_000) + "]]", "250000"),
    A_HUNDRED_AND_FIFTY_NESTED_PARENTHESES(
        "return " + "(".repeat(150) + "7" + ")".repeat(150), "7"),
    A_HUNDRED_NESTED_TABLES("local t = " + "{".repeat(100) + "}".repeat(100) + " return #t", "1"),
    SIXTY_NESTED_FUNCTIONS(
        "return " + "(function() return ".repeat(60) + "7" + " end)()".repeat(60), "7"),
    NESTED_LOOPS_THAT_GO_ON(
        "local n = 0\nfor i = 1, 10 do for j = 1, 10 do if (i + j) % 2 == 0 then goto continue end"
            + " for k = 1, 2 do if k == 2 then goto inner end n = n + 1 ::inner:: end ::continue::"
            + " end end return n",
        "50"),
    A_LONG_SUM("return " + times(150, i -> i + " + ") + "0", "11175"),
    A_LONG_CONCATENATION("return #(" + times(150, i -> "'" + (i % 10) + "' .. ") + "'')", "150"),
    A_CALL_WITH_TWO_HUNDRED_ARGUMENTS(
        "return select('#', " + times(200, i -> i + ", ") + "nil)", "201"),
    A_JUMP_INTO_THE_SCOPE_OF_A_LOCAL(
        "goto x local y ::x:: print(y)", "c:1: <goto x> jumps into the scope of local 'y'"),
    A_LABEL_TWICE("::x:: ::x::", "c:1: duplicate label 'x'"),
    A_THOUSAND_FUNCTIONS(
        "local t = {}\n"
            + times(1000, i -> "t[" + i + "] = function(a) return a + " + i + " end\n")
            + "return t[999](1)",
        "1000"),
    TOO_MANY_SYNTAX_LEVELS(
        "return " + "(".repeat(300) + "7" + ")".repeat(300),
        "c:1: chunk has too many syntax levels");

    private final String text;
    private final String expected;

    Source(String text, String expected) {
      this.text = text;
      this.expected = expected;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private static String times(int count, IntFunction<String> text) {
    return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining());
  }

  private static String upvalues(int count) {
    return times(count, i -> "local v" + i + " = " + i + "\n")
        + "local function f()\nreturn 0"
        + times(count, i -> " + v" + i)
        + " end return f()";
  }

  @ParameterizedTest
  @EnumSource
  void compilesOrRefuses(Source source) {
    LuaVm vm = new LuaVm(new LuaOptions(StandardLibraries.all()));
    Object tostring = vm.globals().get(LuaString.of("tostring"));
    String result;
    try {
      result = String.valueOf(vm.call(tostring, vm.call(vm.load(source.text, "=c"))[0])[0]);
    } catch (LuaFault refused) {
      result = String.valueOf(refused.value());
    }
    assertThat(result).isEqualTo(source.expected);
  }

  @ParameterizedTest
  @EnumSource
  void luajitDoesTheSame(Source source) throws IOException, InterruptedException {
    ReferenceLua.assumeInstalled();
    Path file = Files.createTempFile("source", ".lua");
    try {
      Files.writeString(file, source.text, StandardCharsets.ISO_8859_1);
      String script =
          "local f, e = loadstring(io.open('%s', 'rb'):read('*a'), '=c') io.write(tostring(f and f() or e))"
              .formatted(file);
      assertThat(ReferenceLua.run("-e", script)).isEqualTo(source.expected);
    } finally {
      Files.delete(file);
    }
  }
}
