import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs google-java-format over all Java sources of a tree. The first argument is {@code --check}
 * (wrongly formatted files fail the build) or {@code --replace}; the second is the tree's root.
 */
public final class Format {
  private Format() {}

  /** Collects the sources and hands them to the formatter, whose exit status is the program's. */
  public static void main(String[] arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (arguments[0].equals("--replace")) {
      command.add("--replace");
    } else {
      command.add("--dry-run");
      command.add("--set-exit-if-changed");
    }
    try (Stream<Path> files = Files.walk(Path.of(arguments[1]))) {
      files
          .map(Path::toString)
          .filter(name -> name.endsWith(".java") && !name.contains("/target/"))
          .sorted()
          .forEach(command::add);
    }
    com.google.googlejavaformat.java.Main.main(command.toArray(String[]::new));
  }
}
