package io.perigee.core.regex;

import io.perigee.core.text.Ascii;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A compiled expression in PCRE's syntax, matched against bytes. Safe for all threads. */
public sealed interface Regex permits PcreRegex, JavaRegex {
  /** What {@link #match(byte[], int, int[])} answers where nothing matches. */
  int NO_MATCH = -1;

  /** PCRE2's answer to a match that took more steps than the limit allows. */
  int MATCH_LIMIT_REACHED = -47;

  /** How an expression is read. */
  enum Option {
    CASELESS,
    MULTILINE,
    DOTALL,
    EXTENDED,
    ANCHORED,
    /** Pattern and subject are UTF-8. */
    UTF,
    /** The subject is known to be valid UTF-8. */
    NO_UTF_CHECK,
    /** Several groups may have one name. */
    DUPLICATE_NAMES,
    /** JavaScript's rules for escapes and for groups that took no part. */
    JAVASCRIPT
  }

  /** An expression that cannot be compiled; the message is nginx's. */
  final class Malformed extends Exception {
    private final String reason;

    Malformed(String reason, String expression, int offset) {
      super(
          "pcre2_compile() failed: "
              + reason
              + " in \""
              + expression
              + "\""
              + (offset < expression.length()
                  ? " at \"" + expression.substring(offset) + "\""
                  : ""),
          null,
          false,
          false);
      this.reason = reason;
    }

    /** What is wrong, in PCRE's words alone. */
    public String reason() {
      return reason;
    }
  }

  /** A named group and its number. */
  record NamedGroup(String name, int number) {}

  /** Compiles an expression of the configuration (Latin-1). */
  static Regex compile(String expression, boolean ignoreCase) throws Malformed {
    return compile(
        Ascii.latin1(expression),
        ignoreCase ? EnumSet.of(Option.CASELESS) : EnumSet.noneOf(Option.class));
  }

  /** Compiles an expression whose matches may take as many steps as the library allows. */
  static Regex compile(byte[] expression, Set<Option> options) throws Malformed {
    return compile(expression, options, 0);
  }

  /**
   * Compiles an expression.
   *
   * @param matchLimit the steps that a match may take before it fails with {@link
   *     #MATCH_LIMIT_REACHED} (PCRE's match limit); 0 for the library's own limit
   */
  static Regex compile(byte[] expression, Set<Option> options, int matchLimit) throws Malformed {
    return isNative()
        ? PcreRegex.compile(expression, options, matchLimit)
        : JavaRegex.compile(expression, options);
  }

  /** Whether libpcre2 does the work; if not, parts of PCRE's syntax are missing. */
  static boolean isNative() {
    return PcreLibrary.LOOKUP != null;
  }

  /** Number of groups in parentheses. */
  int groups();

  /** The named groups, in the order of their names as PCRE keeps them. */
  List<NamedGroup> namedGroups();

  /**
   * Searches from a place of the subject. Puts the start and end offsets of the whole match and of
   * each group into {@code offsets}, which has room for {@code 2 * (groups() + 1)} numbers; -1 for
   * a group that took no part. Answers 1 for a match, {@link #NO_MATCH}, or a PCRE2 error.
   */
  int match(byte[] subject, int from, int[] offsets);

  /**
   * As {@link #match(byte[], int, int[])}, with PCRE's DFA algorithm: of all matches that begin at
   * the first place where there is one, the longest. Groups are not found, only the first two
   * offsets are set.
   */
  int longestMatch(byte[] subject, int from, int[] offsets);

  /** As {@link #match(byte[], int, int[])}; null where nothing matches or matching failed. */
  default int @Nullable [] match(byte[] subject, int from) {
    int[] offsets = new int[2 * (groups() + 1)];
    return match(subject, from, offsets) > 0 ? offsets : null;
  }
}
