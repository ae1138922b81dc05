package io.perigee.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|Thu, 01 Jan 1970 00:00:00 GMT",
        "784111777|Sun, 06 Nov 1994 08:49:37 GMT",
        "951782400|Tue, 29 Feb 2000 00:00:00 GMT",
        "4102444799|Thu, 31 Dec 2099 23:59:59 GMT"
      })
  void writesTheFixedForm(long seconds, String text) {
    assertThat(HttpDate.format(seconds)).isEqualTo(text);
  }

  @Test
  void writesTwoDigitsOfTheYearForCookiesUntil2037() {
    assertThat(HttpDate.formatCookie(0)).isEqualTo("Thu, 01-Jan-70 00:00:00 GMT");
    assertThat(HttpDate.formatCookie(4102444799L)).isEqualTo("Thu, 31-Dec-2099 23:59:59 GMT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"
      })
  void readsAllThreeForms(String text) {
    assertThat(HttpDate.parse(Ascii.latin1(text))).isEqualTo(784111777);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "Sun, 06 Foo 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov"
      })
  void refusesWhatIsNoDate(String text) {
    assertThat(HttpDate.parse(Ascii.latin1(text))).isEqualTo(HttpDate.INVALID);
  }

  @Property
  void readsWhatItWrites(@ForAll @LongRange(min = 0, max = 253402300799L) long seconds) {
    assertThat(HttpDate.parse(Ascii.latin1(HttpDate.format(seconds)))).isEqualTo(seconds);
  }
}
