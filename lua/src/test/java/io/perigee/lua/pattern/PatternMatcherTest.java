package io.perigee.lua.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.lua.value.SafePoint;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternMatcherTest {
  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String find(String subject, String pattern) {
    PatternMatcher matcher =
        new PatternMatcher(LuaPattern.compile(bytes(pattern)), bytes(subject), new SafePoint());
    if (!matcher.find(0)) {
      return "none";
    }
    StringBuilder text = new StringBuilder();
    text.append(matcher.start()).append('-').append(matcher.end());
    for (int i = 0; i < matcher.captureCount(); i++) {
      text.append(' ');
      if (matcher.isPosition(i)) {
        text.append('@').append(matcher.captureStart(i));
      } else {
        text.append(subject, matcher.captureStart(i), matcher.captureEnd(i));
      }
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          abc,       b,          1-2
          abc,       ^b,         none
          abc,       .-c$,       0-3
          aaa,       a-,         0-0
          aab,       a*b,        0-3
          aab,       a?ab,       0-3
          k=v,       (%w)=(%w),  0-3 k v
          abc,       ()b(),      1-2 @1 @2
          x(a(b))y,  %b(),       1-7
          THE end,   %f[%l]%l+,  4-7
          abab,      (ab)%1,     0-4 ab
          a]b,       []],        1-2
          a^b,       [%^],       1-2
          a-z,       [a-],       0-1
          a.b,       %.,         1-2
          """)
  void findsTheFirstMatch(String subject, String pattern, String wanted) {
    assertThat(find(subject, pattern)).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          %,      `malformed pattern (ends with '%')`
          [a,     `malformed pattern (missing ']')`
          [],     `malformed pattern (missing ']')`
          %f,     `missing '[' after '%f' in pattern`
          %bx,    `unbalanced pattern`
          a),     `invalid pattern capture`
          %1,     `invalid capture index`
          """)
  void reportsFaultsWhenReached(String pattern, String wanted) {
    assertThatThrownBy(() -> find("a", pattern))
        .isInstanceOf(PatternException.class)
        .hasMessage(wanted);
  }

  @Test
  void doesNotReportAFaultThatMatchingNeverReaches() {
    assertThat(find("a", "b[")).isEqualTo("none");
  }

  @Test
  void refusesMoreThanTwoHundredNestedChoices() {
    String subject = "a".repeat(300);
    String pattern = "a?".repeat(300) + "a".repeat(300);
    assertThatThrownBy(() -> find(subject, pattern)).hasMessage("pattern too complex");
  }

  @Test
  void endsThePatternAtAZeroByte() {
    assertThat(find("a\0b", "a\0b")).isEqualTo("0-1");
    assertThat(find("a\0b", "a%zb")).isEqualTo("0-3");
    assertThatThrownBy(() -> find("a\0b", "[\0]")).hasMessage("malformed pattern (missing ']')");
  }
}
