package io.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  @Test
  void lettersMayBeJoined() throws CommandLine.Refused {
    CommandLine options = CommandLine.of("-tq", "-p", "/srv/app");
    assertThat(options.test()).isTrue();
    assertThat(options.quiet()).isTrue();
    assertThat(options.prefix()).isEqualTo("/srv/app/");
  }

  @Test
  void aValueMayFollowItsLetterAtOnce() throws CommandLine.Refused {
    CommandLine options = CommandLine.of("-c/etc/app.conf", "-gdaemon off;", "-sreload");
    assertThat(options.configuration()).isEqualTo("/etc/app.conf");
    assertThat(options.directives()).isEqualTo("daemon off;");
    assertThat(options.signal()).isEqualTo("reload");
  }

  @Test
  void dumpingIsTestingAsWell() throws CommandLine.Refused {
    assertThat(CommandLine.of("-T").test()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          -x,      `invalid option: "x"`
          start,   `invalid option: "start"`
          -p,      `option "-p" requires directory name`
          -c,      `option "-c" requires file name`
          -e,      `option "-e" requires file name`
          -g,      `option "-g" requires parameter`
          -s,      `option "-s" requires parameter`
          -sfoo,   `invalid option: "-s foo"`
          """)
  void faultsAreToldInTheWordsOfNginx(String argument, String message) {
    assertThatThrownBy(() -> CommandLine.of(argument))
        .isInstanceOf(CommandLine.Refused.class)
        .hasMessage(message);
  }
}
