package io.perigee.lua.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.lua.value.LuaString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected texts are what LuaJIT 2.1 prints. */
final class NumberTextTest {
  @ParameterizedTest
  @CsvSource({
    "0x1p0, 1",
    "0x1.999999999999ap-4, 0.1",
    "0x1.5555555555555p-2, 0.33333333333333",
    "0x1.6bcc41e9p46, 1e+14",
    "0x1.c12218377de4p46, 1.2345678901235e+14",
    "0x1p53, 9.007199254741e+15",
    "0x1.4f8b588e368f1p-17, 1e-05",
    "0x1.a36e2eb1c432dp-14, 0.0001",
    "0x0.0000000000001p-1022, 4.9406564584125e-324",
    "0x1.fffffffffffffp1023, 1.7976931348623e+308",
    "0x1.249ad2594c37dp332, 1e+100",
    "-0x1.c6bf52634p49, -1e+15",
    "0x1.edccc8p26, 129446688",
    "0x1.81c8p13, 12345",
  })
  void writesNumbersAsLuaJitDoes(String bits, String text) {
    assertThat(NumberText.format(Double.parseDouble(bits))).hasToString(text);
  }

  @Test
  void writesSpecialNumbers() {
    assertThat(NumberText.format(0.0 / 0.0)).hasToString("nan");
    assertThat(NumberText.format(Double.NEGATIVE_INFINITY)).hasToString("-inf");
    assertThat(NumberText.format(-0.0)).hasToString("-0");
    assertThat(NumberText.format(99999999999999.5)).hasToString("1e+14");
    assertThat(NumberText.format(99999999999999.0)).hasToString("99999999999999");
  }

  @ParameterizedTest
  @CsvSource({
    "' 10 ', 10",
    "0x10, 16",
    "0x.8, 0.5",
    "0x1.8p-1, 0.75",
    "0xffffffffffffffff, 18446744073709551615",
    "0x1ffffffffffffffff, 36893488147419103231",
    "0b101, 5",
    "5., 5",
    ".5, 0.5",
    "1e400, Infinity",
    "-inf, -Infinity",
    "1E+2, 100",
  })
  void readsWhatLuaJitReads(String text, double number) {
    assertThat(NumberText.parse(LuaString.of(text))).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({
    "''", "' '", "0x", "1e", "10a", ".", "1 2", "- 1", "--1", "1e+", "0x-1", "0x1p", "1_0"
  })
  void refusesOtherTexts(String text) {
    assertThat(NumberText.parse(LuaString.of(text))).isNull();
  }
}
