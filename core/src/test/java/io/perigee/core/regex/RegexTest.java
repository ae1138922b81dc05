package io.perigee.core.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.core.text.Ascii;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@NullUnmarked // a null where none should be fails the test
class RegexTest {
  enum Engine {
    PCRE,
    JAVA;

    Regex compile(String expression, Regex.Option... options) throws Regex.Malformed {
      Set<Regex.Option> set = EnumSet.noneOf(Regex.Option.class);
      Stream.of(options).forEach(set::add);
      if (this == JAVA) {
        return JavaRegex.compile(Ascii.latin1(expression), set);
      }
      Assumptions.assumeTrue(Regex.isNative(), "libpcre2-8 is missing");
      return PcreRegex.compile(Ascii.latin1(expression), set, 0);
    }
  }

  private static int[] match(Regex regex, String subject) {
    return regex.match(Ascii.latin1(subject), 0);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void groupsHaveOffsetsAndThoseWithoutPartHaveNone(Engine engine) throws Regex.Malformed {
    Regex regex = engine.compile("/(a)?(b)(c)?");

    assertThat(match(regex, "x/b")).containsExactly(1, 3, -1, -1, 2, 3, -1, -1);
    assertThat(match(regex, "x/c")).isNull();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void namedGroupsAreNumbered(Engine engine) throws Regex.Malformed {
    Regex regex = engine.compile("^(x)(?<long_name>[[:digit:]]+)(?P<other>\\w)\\k<other>$");

    assertThat(regex.groups()).isEqualTo(3);
    assertThat(regex.namedGroups())
        .containsExactlyInAnyOrder(
            new Regex.NamedGroup("long_name", 2), new Regex.NamedGroup("other", 3));
    assertThat(match(regex, "x12aa")).containsExactly(0, 5, 0, 1, 1, 3, 3, 4);
    assertThat(match(regex, "x12ab")).isNull();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void caseIsIgnoredOnRequest(Engine engine) throws Regex.Malformed {
    assertThat(match(engine.compile("abc", Regex.Option.CASELESS), "xABC")).containsExactly(1, 4);
    assertThat(match(engine.compile("abc"), "xABC")).isNull();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void bytesAreBytes(Engine engine) throws Regex.Malformed {
    assertThat(match(engine.compile("^.\u00ff$"), "\u00e9\u00ff")).containsExactly(0, 2);
  }

  @Test
  void longSubjectsAreSearchedToo() throws Regex.Malformed {
    String subject = "x".repeat(100_000) + "needle";

    assertThat(match(Regex.compile("ne+dle", false), subject)).containsExactly(100_000, 100_006);
  }

  @Test
  void anErrorIsWordedAsInNginx() {
    Assumptions.assumeTrue(Regex.isNative(), "libpcre2-8 is missing");

    assertThatThrownBy(() -> Regex.compile("a(b", false))
        .hasMessage("pcre2_compile() failed: missing closing parenthesis in \"a(b\"");
    assertThatThrownBy(() -> Regex.compile("a)b", false))
        .hasMessage("pcre2_compile() failed: unmatched closing parenthesis in \"a)b\" at \")b\"");
  }

  @Test
  void theLongestMatchMayComeFromALaterAlternative() throws Regex.Malformed {
    Regex regex = Engine.PCRE.compile("(a|ab|abc)c?");
    int[] offsets = new int[4];

    assertThat(regex.longestMatch(Ascii.latin1("xabcc"), 0, offsets)).isEqualTo(1);
    assertThat(offsets).startsWith(1, 5);
    assertThat(match(regex, "xabcc")).startsWith(1, 2);
    assertThat(regex.longestMatch(Ascii.latin1("xyz"), 0, offsets)).isEqualTo(Regex.NO_MATCH);
  }

  @Test
  void aMatchThatTakesMoreStepsThanItsLimitFails() throws Regex.Malformed {
    Assumptions.assumeTrue(Regex.isNative(), "libpcre2-8 is missing");
    byte[] expression = Ascii.latin1("(a+)+[bc]");
    byte[] subject = Ascii.latin1("a".repeat(25));
    int[] offsets = new int[4];

    Regex limited = Regex.compile(expression, EnumSet.noneOf(Regex.Option.class), 1000);

    assertThat(limited.match(subject, 0, offsets)).isEqualTo(Regex.MATCH_LIMIT_REACHED);
    assertThat(limited.match(Ascii.latin1("aab"), 0, offsets)).isEqualTo(1);
  }
}
