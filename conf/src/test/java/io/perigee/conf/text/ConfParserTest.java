package io.perigee.conf.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfParserTest {
  /** Counts braces: enough for the Lua of these tests. */
  private static final LuaBlockScanner BRACES =
      (text, start, line) -> {
        int depth = 1;
        for (int i = start; i < text.length(); i++) {
          depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
          if (depth == 0) {
            return i;
          }
        }
        throw new LuaBlockScanner.Unterminated("no end of the block", line);
      };

  @TempDir Path folder = Path.of("");

  private final List<Path> read = new ArrayList<>();
  private final ConfParser parser =
      new ConfParser("lua_block"::equals, BRACES, (path, bytes) -> read.add(path));

  private List<ConfNode> parse(String text) {
    return parser.text(text, "nginx.conf", folder);
  }

  static Stream<Arguments> words() {
    return Stream.of(
        Arguments.of("a 'b c' \"d;{}#\";", List.of("a", "b c", "d;{}#")),
        Arguments.of("a b\\ c \\;d;", List.of("a", "b\\ c", "\\;d")),
        Arguments.of("a \"q\\\"q\" 'q\\'q' \\\\;", List.of("a", "q\"q", "q'q", "\\")),
        Arguments.of("a x\\ty '\\n\\r' \\q;", List.of("a", "x\ty", "\n\r", "\\q")),
        Arguments.of("a ${name}x x${y} $z;", List.of("a", "${name}x", "x${y}", "$z")),
        Arguments.of("a b#c #d\n e;", List.of("a", "b#c", "e")),
        Arguments.of("a '' \"\";", List.of("a", "", "")),
        Arguments.of("a x'y' x\"y\";", List.of("a", "x'y'", "x\"y\"")),
        Arguments.of("a ('b');", List.of("a", "('b')")),
        Arguments.of("a 'b')c;", List.of("a", "b", ")c")),
        Arguments.of("a b};", List.of("a", "b}")),
        Arguments.of("a\r\n\tb;", List.of("a", "b")));
  }

  @ParameterizedTest
  @MethodSource("words")
  void splitsWordsAsNginx(String text, List<String> expected) {
    List<ConfNode> nodes = parse(text);

    assertThat(nodes).hasSize(1);
    assertThat(nodes.get(0).name()).isEqualTo(expected.get(0));
    assertThat(nodes.get(0).args()).isEqualTo(expected.subList(1, expected.size()));
  }

  @Test
  void directivesHaveTheLineOfTheirEnd() {
    List<ConfNode> nodes = parse("a\nb\n;\nc {\n d\n 'x\ny';\n}\n");

    assertThat(nodes).extracting(ConfNode::line).containsExactly(3, 4);
    assertThat(nodes.get(1).block()).extracting(ConfNode::line).containsExactly(7);
  }

  @Test
  void luaIsLeftAsItIs() {
    List<ConfNode> nodes = parse("x;\nlua_block { if a then b = {';'} end }\ny;");

    assertThat(nodes.get(1).luaBody()).isEqualTo(new LuaBody(" if a then b = {';'} end ", 2));
    assertThat(nodes.get(2).name()).isEqualTo("y");
    assertThat(nodes.get(2).line()).isEqualTo(3);
  }

  @Test
  void whatComesBeforeAFailureIsThereAndTheFailureStandsBehindIt() {
    List<ConfNode> nodes = parse("a;\nb {\n c;\n}}\nd;");

    assertThat(nodes).hasSize(3);
    assertThatThrownBy(nodes.get(2)::check).hasMessage("unexpected \"}\" in nginx.conf:4");
  }

  @Test
  void filesAreIncludedInTheOrderOfTheirNames() throws IOException {
    Files.createDirectory(folder.resolve("d"));
    for (String name : List.of("d/b.conf", "d/a.conf", "d/.hidden.conf", "d/c.txt")) {
      Files.writeString(folder.resolve(name), name.replaceAll("\\W", "_") + ";\n");
    }
    Files.writeString(folder.resolve("main.conf"), "x; include d/*.conf; include d/[c].t?t; y;");

    List<ConfNode> nodes = parser.file(folder.resolve("main.conf"));

    assertThat(nodes)
        .extracting(ConfNode::name)
        .containsExactly("x", "d_a_conf", "d_b_conf", "d_c_txt", "y");
    assertThat(nodes.get(1).file()).isEqualTo(folder.resolve("d/a.conf").toString());
    assertThat(read).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"d/../x.conf", "d/../x.*"})
  void anIncludedFileIsNamedAsItWasAskedFor(String name) throws IOException {
    Files.createDirectory(folder.resolve("d"));
    Files.writeString(folder.resolve("x.conf"), "x;");

    List<ConfNode> nodes = parse("include " + name + ";");

    assertThat(nodes.getFirst().file()).isEqualTo(folder + "/d/../x.conf");
  }

  @Test
  void aMissingFileIsReportedWhereItIsIncluded() {
    List<ConfNode> nodes = parse("a;\ninclude nope;\n");

    assertThatThrownBy(nodes.get(1)::check)
        .hasMessage(
            "open() \""
                + folder.resolve("nope")
                + "\" failed (2: No such file or directory) in nginx.conf:2");
  }

  @Test
  void aFileThatIncludesItselfEnds() throws IOException {
    Path file = folder.resolve("loop.conf");
    Files.writeString(file, "include loop.conf;");

    ConfNode last = parser.file(file).get(0);

    assertThatThrownBy(last::check).hasMessageContaining("failed (24: Too many open files)");
  }

  @ParameterizedTest
  @CsvSource({
    "a b, 'unexpected end of parameter, expecting \";\" in command line'",
    "a {}, block directives are not supported in -g option in command line",
    "}, 'unexpected \"}\" in command line'",
  })
  void theCommandLineHasErrorsWithoutALine(String text, String message) {
    List<ConfNode> nodes = parser.commandLine(text, folder);

    assertThatThrownBy(nodes.get(0)::check).hasMessage(message);
  }

  @Property
  void anyTextGivesATreeOrAFailure(
      @ForAll
          @Chars({'{', '}', ';', '"', '\'', '\\', '$', '#', ' ', '\n', ')'})
          @CharRange(from = 'a', to = 'c')
          String text) {
    assertThat(parse(text)).isNotNull();
  }

  @Test
  void quotedWordsComeBackWhateverTheyHold() {
    String bytes = new String(new byte[] {1, (byte) 0xff, 'x'}, StandardCharsets.ISO_8859_1);

    assertThat(parse("a \"" + bytes + "\";").get(0).args()).containsExactly(bytes);
  }
}
