package io.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Context;
import io.perigee.conf.directive.DirectiveTable.Row;
import io.perigee.core.cycle.Cycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The directive index of the manual is made from the rows that the program reads configurations
 * with. After a change of the rows: {@code mvn verify -Dperigee.docs=update} writes it anew.
 */
class DirectiveIndexTest {
  private static final Path INDEX = Path.of("..", "docs", "directives.md");
  private static final String HEAD =
      """
      # Directives

      All directives that Perigee reads, with the number of arguments they take and where they may
      stand. They mean what they mean in nginx and in lua-nginx-module;
      [differences.md](differences.md) names what does not. A name that is not here is refused with
      `unknown directive`.

      | directive | arguments | body | contexts |
      |---|---|---|---|
      """;

  @Test
  void namesEveryDirectiveThatTheProgramReads() throws IOException {
    String index = HEAD + rows();

    if ("update".equals(System.getProperty("perigee.docs"))) {
      Files.writeString(INDEX, index);
    }

    assertThat(Files.readString(INDEX)).isEqualTo(index);
  }

  private static String rows() {
    return Cycle.directives(Bundle.services()).rows().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(Row::name))
        .map(DirectiveIndexTest::line)
        .collect(Collectors.joining());
  }

  private static String line(Row row) {
    String body =
        switch (row.body()) {
          case NONE -> "";
          case BLOCK -> "`{ ... }`";
          case LUA -> "`{ Lua }`";
        };
    String contexts =
        row.contexts().stream()
            .sorted()
            .map(DirectiveIndexTest::word)
            .collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s |%n".formatted(row.name(), count(row.args()), body, contexts);
  }

  private static String count(Args args) {
    if (args.min() == args.max()) {
      return String.valueOf(args.min());
    }
    return args.max() > 100 ? args.min() + " or more" : args.min() + " to " + args.max();
  }

  private static String word(Context context) {
    return switch (context) {
      case SERVER_IF -> "if in server";
      case LOCATION_IF -> "if in location";
      default -> context.name().toLowerCase(java.util.Locale.ROOT);
    };
  }
}
