package io.perigee.core.regex;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled expression in PCRE's syntax, matched against bytes. Safe for all threads. */
public final class Regex {
  /** An expression that cannot be compiled; the message is nginx's {@code pcre2_compile() failed}. */
  public static final class Malformed extends Exception {
    /** A failure with nginx's message. */
    public Malformed(String message) {
      super(message, null, false, false);
    }
  }

  private final java.util.regex.Pattern pattern;

  private Regex(java.util.regex.Pattern pattern) {
    this.pattern = pattern;
  }

  /** Compiles an expression (Latin-1). */
  public static Regex compile(String expression, boolean ignoreCase) throws Malformed {
    return new Regex(
        java.util.regex.Pattern.compile(
            expression, ignoreCase ? java.util.regex.Pattern.CASE_INSENSITIVE : 0));
  }

  /** Number of groups in parentheses. */
  public int groups() {
    return pattern.matcher("").groupCount();
  }

  /** A named group and its number. */
  public record NamedGroup(String name, int number) {}

  /** The named groups, each name as often as it stands. */
  public List<NamedGroup> namedGroups() {
    return List.of();
  }

  /**
   * Searches from a place of the subject; the start and end offsets of the whole match and of each
   * group, -1 for a group that took no part, or null where nothing matches.
   */
  public int @Nullable [] match(byte[] subject, int from) {
    java.util.regex.Matcher m =
        pattern.matcher(io.perigee.core.text.Ascii.string(subject));
    if (!m.find(from)) {
      return null;
    }
    int[] result = new int[2 * (m.groupCount() + 1)];
    for (int i = 0; i <= m.groupCount(); i++) {
      result[2 * i] = m.start(i);
      result[2 * i + 1] = m.end(i);
    }
    return result;
  }
}
