package io.perigee.server.interpreter;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** Where the interactive mode reads its lines from. */
sealed interface LineSource {

  /** The next line, after showing a prompt; null at the end of the input. */
  @Nullable String next(String prompt);

  /** Standard input that is no terminal: lines as they come. */
  final class Plain implements LineSource {
    private final BufferedReader reader =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    @Override
    public @Nullable String next(String prompt) {
      System.out.print(prompt);
      System.out.flush();
      try {
        return reader.readLine();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  /** A terminal: lines can be edited, are kept in a history file, names are completed. */
  final class Terminal implements LineSource {
    private static final String HISTORY = ".perigee_lua_history";

    private final LineReader reader;

    Terminal(Completer completer) {
      DefaultParser parser = new DefaultParser();
      parser.setEscapeChars(new char[0]);
      parser.setQuoteChars(new char[0]);
      try {
        reader =
            LineReaderBuilder.builder()
                .terminal(TerminalBuilder.builder().system(true).build())
                .parser(parser)
                .completer(completer)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .variable(
                    LineReader.HISTORY_FILE, Path.of(System.getProperty("user.home"), HISTORY))
                .build();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    public @Nullable String next(String prompt) {
      while (true) {
        try {
          return reader.readLine(prompt);
        } catch (UserInterruptException again) {
          // Ctrl-C gives up the line, not the session.
        } catch (EndOfFileException end) {
          return null;
        }
      }
    }
  }
}
