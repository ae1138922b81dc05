package io.perigee.conf.directive;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.MAIN;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.conf.text.ConfError;
import io.perigee.conf.text.ConfParser;
import io.perigee.conf.text.LuaBlockScanner;
import io.perigee.conf.value.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final Setting<Integer> NUMBER =
      Setting.of("number", in(HTTP, SERVER, LOCATION), Args.exactly(1), Values.number(), 7);
  private static final Setting<List<String>> NAMES =
      Setting.list("name", in(HTTP, SERVER, LOCATION), Args.exactly(1), Values.text());
  private static final Setting<String> TEXT =
      Setting.optional("text", in(HTTP, SERVER, LOCATION), Args.between(1, 2), Values.text());

  private static final LuaBlockScanner NO_LUA =
      (text, start, line) -> {
        throw new LuaBlockScanner.Unterminated("no end of the code", line);
      };

  private final List<String> reports = new ArrayList<>();
  private final DirectiveTable table =
      new DirectiveTable()
          .settings(NUMBER, NAMES, TEXT)
          .luaBlock("code", in(SERVER), Args.none(), d -> {})
          .block("http", in(MAIN), Args.none(), d -> d.parseBody(d.child(HTTP)))
          .block("server", in(HTTP), Args.none(), d -> d.parseBody(d.child(SERVER)))
          .block("location", in(SERVER), Args.exactly(1), d -> d.parseBody(d.child(LOCATION)));

  private final class TestEnvironment implements Environment {
    @Override
    public Path prefix() {
      return Path.of("/prefix");
    }

    @Override
    public Path confPrefix() {
      return Path.of("/prefix/conf");
    }

    @Override
    public void report(String severity, ConfError about) {
      reports.add(severity + ": " + about.getMessage());
    }
  }

  private ConfBlock read(String text) {
    ConfParser parser = new ConfParser(table::hasLuaBody, NO_LUA, (path, bytes) -> {});
    ConfBlock root = table.root(new TestEnvironment());
    table.read(parser.text(text, "f", Path.of("/")), root);
    table.merge(root);
    return root;
  }

  private static ConfBlock inside(ConfBlock block, int... path) {
    ConfBlock at = block;
    for (int i : path) {
      at = at.children().get(i);
    }
    return at;
  }

  @Test
  void aBlockHasItsOwnValueElseTheOuterOneElseTheDefault() {
    ConfBlock root =
        read(
            "http { server { number 1; location /a { number 2; } location /b {} }"
                + " server { location /c {} } }");

    assertThat(inside(root, 0, 0, 0).settings().get(NUMBER)).isEqualTo(2);
    assertThat(inside(root, 0, 0, 1).settings().get(NUMBER)).isEqualTo(1);
    assertThat(inside(root, 0, 1, 0).settings().get(NUMBER)).isEqualTo(7);
  }

  @Test
  void anOuterValueHoldsEvenIfItStandsBelow() {
    ConfBlock root = read("http { server { location /a {} } number 3; }");

    assertThat(inside(root, 0, 0, 0).settings().get(NUMBER)).isEqualTo(3);
    assertThat(inside(root, 0, 0, 0).settings().isSet(NUMBER)).isFalse();
  }

  @Test
  void aListIsInheritedAsAWhole() {
    ConfBlock root = read("http { name a; name b; server {} server { name c; } }");

    assertThat(inside(root, 0, 0).settings().get(NAMES)).containsExactly("a", "b");
    assertThat(inside(root, 0, 1).settings().get(NAMES)).containsExactly("c");
  }

  @Test
  void anOptionalValueMayBeMissing() {
    ConfBlock root = read("http { server { text x; } }");

    assertThat(inside(root, 0).settings().find(TEXT)).isNull();
    assertThat(inside(root, 0, 0).settings().find(TEXT)).isEqualTo("x");
  }

  @Test
  void theFirstErrorInTheTextIsReported() {
    assertThatThrownBy(() -> read("http {\n nope 1;\n server {\n"))
        .hasMessage("unknown directive \"nope\" in f:2");
    assertThatThrownBy(() -> read("http { server {\n }\n"))
        .hasMessage("unexpected end of file, expecting \"}\" in f:3");
    assertThatThrownBy(() -> read("server {}"))
        .hasMessage("\"server\" directive is not allowed here in f:1");
    assertThatThrownBy(() -> read("http { number 1; number 1; }"))
        .hasMessage("\"number\" directive is duplicate in f:1");
    assertThatThrownBy(() -> read("http { text; }"))
        .hasMessage("invalid number of arguments in \"text\" directive in f:1");
    assertThatThrownBy(() -> read("http { text {} }"))
        .hasMessage("directive \"text\" is not terminated by \";\" in f:1");
    assertThatThrownBy(() -> read("http;"))
        .hasMessage("directive \"http\" has no opening \"{\" in f:1");
  }

  @Test
  void luaCodeWithoutAnEndIsReportedUnlessTheDirectiveItselfIsWrong() {
    assertThatThrownBy(() -> read("http { server {\n code {"))
        .hasMessage("no end of the code in f:2");
    assertThatThrownBy(() -> read("http { server {\n code 1 {"))
        .hasMessage("invalid number of arguments in \"code\" directive in f:2");
  }
}
