package io.perigee.lua.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberPrinterTest {
  private static String print(String format, double x) {
    FormatDirective directive = new FormatDirective(format.getBytes(StandardCharsets.ISO_8859_1));
    directive.read(0);
    ByteBuilder out = new ByteBuilder(16);
    NumberPrinter.print(out, directive, x);
    return new String(out.toBytes(), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          %d,      3.99,    3
          %+5d,    7,       "   +7"
          %05d,    -7,      -0007
          %-5d,    7,       "7    "
          %.3d,    7,       007
          %x,      -1,      ffffffffffffffff
          %#o,     8,       010
          %u,      1e19,    10000000000000000000
          %.2f,    2.675,   2.67
          %.0f,    0.5,     1
          %.1f,    0.25,    0.3
          %.3e,    12345.6, 1.235e+04
          %g,      1e5,     100000
          %g,      1e6,     1e+06
          %g,      0.0001,  0.0001
          %g,      0.00001, 1e-05
          %#g,     1,       1.00000
          %.17g,   0.1,     0.10000000000000001
          %.14g,   1234567890123.25, 1234567890123.3
          %a,      3,       0x1.8p+1
          %a,      4.9e-324, 0x1p-1074
          %.1a,    57,      0x1.dp+5
          %.30f,   0.1,     0.100000000000000005551115123126
          """)
  void printsAsLuaJitDoes(String format, double x, String wanted) {
    assertThat(print(format, x)).isEqualTo(wanted);
  }

  @Test
  void shortAndExactDigitsAgree() {
    for (double x = 1e-7; x < 1e12; x *= 1.7) {
      String exact = new BigDecimal(x).setScale(6, RoundingMode.HALF_UP).toPlainString();
      assertThat(print("%.6f", x)).isEqualTo(exact);
    }
  }

  @Test
  void refusesTwoDigitsTooMany() {
    assertThatThrownBy(() -> print("%123d", 1))
        .isInstanceOf(PatternException.class)
        .hasMessage("invalid option '%123' to 'format'");
  }
}
