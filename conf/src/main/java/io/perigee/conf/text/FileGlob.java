package io.perigee.conf.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The files that match a name with {@code *}, {@code ?} and {@code [...]}, sorted by name, as the
 * system's {@code glob(3)} finds them: a wildcard matches neither a slash nor a leading dot.
 */
final class FileGlob {
  private FileGlob() {}

  /** Whether a name has wildcards at all. */
  static boolean isPattern(String name) {
    return name.indexOf('*') >= 0 || name.indexOf('?') >= 0 || name.indexOf('[') >= 0;
  }

  /** All files that match, relative names below a folder. */
  static List<Path> matches(Path folder, String pattern) {
    List<Path> found = new ArrayList<>();
    found.add(pattern.startsWith("/") ? Path.of("/") : folder);
    for (String part : pattern.split("/", -1)) {
      if (!part.isEmpty()) {
        found = isPattern(part) ? below(found, part) : existing(found, part);
      }
    }
    return found;
  }

  private static List<Path> existing(List<Path> folders, String name) {
    List<Path> result = new ArrayList<>();
    for (Path folder : folders) {
      Path path = folder.resolve(name);
      if (Files.exists(path)) {
        result.add(path);
      }
    }
    return result;
  }

  private static List<Path> below(List<Path> folders, String wildcard) {
    Pattern names = compile(wildcard);
    List<Path> result = new ArrayList<>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        continue;
      }
      List<Path> entries = new ArrayList<>();
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
        for (Path entry : stream) {
          String name = String.valueOf(entry.getFileName());
          boolean hidden = name.startsWith(".") && !wildcard.startsWith(".");
          if (!hidden && names.matcher(name).matches()) {
            entries.add(entry);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      entries.sort(null);
      result.addAll(entries);
    }
    return result;
  }

  /** A wildcard as an expression; a bracket that never closes stands for itself. */
  private static Pattern compile(String wildcard) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < wildcard.length(); i++) {
      char ch = wildcard.charAt(i);
      switch (ch) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '[' -> {
          int end = wildcard.indexOf(']', i + 2);
          if (end < 0) {
            regex.append("\\[");
          } else {
            regex.append(characterClass(wildcard.substring(i + 1, end)));
            i = end;
          }
        }
        default -> regex.append(Pattern.quote(String.valueOf(ch)));
      }
    }
    try {
      return Pattern.compile(regex.toString(), Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      return Pattern.compile(Pattern.quote(wildcard));
    }
  }

  private static String characterClass(String inside) {
    boolean negated = inside.startsWith("!") || inside.startsWith("^");
    String members = negated ? inside.substring(1) : inside;
    String escaped = members.replace("\\", "\\\\").replace("[", "\\[").replace("&&", "&\\&");
    return (negated ? "[^" : "[") + escaped + "]";
  }
}
