package io.perigee.server.trace;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code perigee trace FILE [RUN]}: writes the timeline of one run in a trace to standard output as
 * SVG; without a number the last run of the file.
 */
public final class TraceCommand {
  private TraceCommand() {}

  /** Runs the command and answers its exit status. */
  public static int run(String[] arguments, PrintStream out, PrintStream err) {
    if (arguments.length < 1 || arguments.length > 2) {
      err.println("usage: perigee trace FILE [RUN] > timeline.svg");
      return 1;
    }
    Map<String, List<TraceEvent>> runs;
    try {
      runs = read(Path.of(arguments[0]));
    } catch (NoSuchFileException e) {
      err.println("perigee trace: cannot open " + arguments[0] + ": No such file or directory");
      return 1;
    } catch (IOException e) {
      err.println("perigee trace: cannot read " + arguments[0] + ": " + e.getMessage());
      return 1;
    }
    if (runs.isEmpty()) {
      err.println("perigee trace: " + arguments[0] + " has no run");
      return 1;
    }
    String run = arguments.length == 2 ? arguments[1] : List.copyOf(runs.keySet()).getLast();
    List<TraceEvent> events = runs.get(run);
    if (events == null) {
      err.println("perigee trace: there is no run " + run + "; there are " + runs.keySet());
      return 1;
    }
    out.print(new Timeline(events).svg());
    out.flush();
    return 0;
  }

  private static Map<String, List<TraceEvent>> read(Path file) throws IOException {
    return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
        .map(TraceEvent::of)
        .filter(event -> event.fields().containsKey("run"))
        .collect(
            Collectors.groupingBy(
                event -> event.text("run"), LinkedHashMap::new, Collectors.toList()));
  }
}
