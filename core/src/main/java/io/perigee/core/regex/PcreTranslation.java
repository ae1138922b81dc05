package io.perigee.core.regex;

import java.util.ArrayList;
import java.util.List;

/**
 * PCRE's syntax in the JDK's: names of groups are taken out, for the JDK allows no underscores in
 * them, and POSIX classes get their other names.
 */
record PcreTranslation(String text, List<Regex.NamedGroup> names) {
  private static final class Walk {
    private final String source;
    private final StringBuilder result = new StringBuilder();
    private final List<Regex.NamedGroup> names = new ArrayList<>();
    private int at;
    private int groups;
    private boolean inClass;

    Walk(String source) {
      this.source = source;
    }

    PcreTranslation run() {
      while (at < source.length()) {
        char ch = source.charAt(at);
        switch (ch) {
          case '\\' -> escape();
          case '(' -> group();
          case '[' -> bracket();
          case ']' -> {
            inClass = false;
            copy(1);
          }
          default -> copy(1);
        }
      }
      return new PcreTranslation(result.toString(), List.copyOf(names));
    }

    private void copy(int length) {
      int end = Math.min(source.length(), at + length);
      result.append(source, at, end);
      at = end;
    }

    private void escape() {
      if (source.startsWith("\\k", at) && at + 2 < source.length()) {
        char open = source.charAt(at + 2);
        char close = open == '<' ? '>' : open == '{' ? '}' : open;
        int end = source.indexOf(close, at + 3);
        if (end > 0) {
          reference(source.substring(at + 3, end));
          at = end + 1;
          return;
        }
      }
      copy(2);
    }

    private void reference(String name) {
      for (Regex.NamedGroup group : names) {
        if (group.name().equals(name)) {
          result.append("(?:\\").append(group.number()).append(')');
          return;
        }
      }
      result.append("\\k<").append(name).append('>');
    }

    private void group() {
      if (inClass) {
        copy(1);
        return;
      }
      if (!source.startsWith("(?", at)) {
        groups++;
        copy(1);
        return;
      }
      int name = at + (source.startsWith("(?P", at) ? 3 : 2);
      char open = name < source.length() ? source.charAt(name) : ' ';
      if (open == '=' && name == at + 3) {
        int end = source.indexOf(')', name);
        reference(source.substring(name + 1, Math.max(name + 1, end)));
        at = end + 1;
        return;
      }
      boolean lookBehind = source.startsWith("<=", name) || source.startsWith("<!", name);
      boolean named = open == '\'' || (open == '<' && !lookBehind);
      int end = source.indexOf(open == '<' ? '>' : '\'', name + 1);
      if (!named || end < 0) {
        copy(2);
        return;
      }
      names.add(new Regex.NamedGroup(source.substring(name + 1, end), ++groups));
      result.append('(');
      at = end + 1;
    }

    private void bracket() {
      if (!inClass) {
        inClass = true;
        copy(1);
        if (source.startsWith("^", at)) {
          copy(1);
        }
        if (source.startsWith("]", at)) {
          result.append("\\]");
          at++;
        }
        return;
      }
      int end = source.indexOf(":]", at);
      if (source.startsWith("[:", at) && end > 0) {
        boolean negated = source.charAt(at + 2) == '^';
        String name = source.substring(at + (negated ? 3 : 2), end);
        result.append(negated ? "\\P{" : "\\p{").append(posix(name)).append('}');
        at = end + 2;
        return;
      }
      result.append("\\[");
      at++;
    }

    private static String posix(String name) {
      return switch (name) {
        case "xdigit" -> "XDigit";
        case "word" -> "IsWord";
        default -> Character.toUpperCase(name.charAt(0)) + name.substring(1);
      };
    }
  }

  static PcreTranslation of(String source) {
    return new Walk(source).run();
  }
}
