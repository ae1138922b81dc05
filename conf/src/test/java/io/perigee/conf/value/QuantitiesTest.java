package io.perigee.conf.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "10, 10",
    "1k, 1024",
    "2M, 2097152",
    "1g, -1",
    "k, -1",
    "-1, -1",
    "1kk, -1",
    "9223372036854775807, 9223372036854775807",
    "9223372036854775808, -1",
    "9007199254740992k, -1",
  })
  void sizes(String text, long expected) {
    assertThat(Quantities.size(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5000",
    "5s, 5000",
    "500ms, 500",
    "1m, 60000",
    "1h30m, 5400000",
    "1h 30m 5, 5405000",
    "1d, 86400000",
    "1w, 604800000",
    "1M, 2592000000",
    "1y, 31536000000",
    "1m1h, -1",
    "1s1s, -1",
    "5 6, -1",
    "5x, -1",
    "'', -1",
  })
  void timesInMilliseconds(String text, long expected) {
    assertThat(Quantities.millis(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"5, 5", "1m, 60", "1m 5s, 65", "500ms, -1"})
  void timesInSeconds(String text, long expected) {
    assertThat(Quantities.seconds(text)).isEqualTo(expected);
  }
}
