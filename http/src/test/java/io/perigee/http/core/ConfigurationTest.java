package io.perigee.http.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checks of the configuration against what nginx itself says. */
class ConfigurationTest {
  private static final String CASE = "--- configuration\n";
  private static final String ANSWER = "\n--- answer\n";

  @TempDir Path prefix;

  static Stream<Arguments> answersOfNginx() throws IOException {
    List<Arguments> cases = new ArrayList<>();
    try (InputStream in =
        Objects.requireNonNull(
            ConfigurationTest.class.getResourceAsStream("answers-of-nginx.txt"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      String[] parts = text.split(CASE, -1);
      for (int i = 1; i < parts.length; i++) {
        int at = parts[i].indexOf(ANSWER);
        String answer = parts[i].substring(at + ANSWER.length()).strip();
        cases.add(Arguments.of(parts[i].substring(0, at), List.of(answer.split("\n"))));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("answersOfNginx")
  void saysWhatNginxSays(String configuration, List<String> answer) throws IOException {
    assertThat(new Configurations(prefix).answers(configuration)).isEqualTo(answer);
  }
}
