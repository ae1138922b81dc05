package io.perigee.core.regex;

import io.perigee.core.text.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The stand-in where libpcre2 is missing: the JDK's engine on Latin-1 text. Recursion, conditions,
 * {@code \K}, branch resets and UTF matching are not there.
 */
final class JavaRegex implements Regex {
  private final Pattern pattern;
  private final int groups;
  private final List<NamedGroup> names;

  private JavaRegex(Pattern pattern, List<NamedGroup> names) {
    this.pattern = pattern;
    this.groups = pattern.matcher("").groupCount();
    this.names = names;
  }

  static JavaRegex compile(byte[] expression, Set<Option> options) throws Malformed {
    String text = new String(expression, StandardCharsets.ISO_8859_1);
    PcreTranslation translation = PcreTranslation.of(text);
    try {
      Pattern pattern = Pattern.compile(translation.text(), flags(options));
      return new JavaRegex(pattern, translation.names());
    } catch (PatternSyntaxException e) {
      throw new Malformed(e.getDescription(), text, text.length());
    }
  }

  private static int flags(Set<Option> options) throws Malformed {
    int flags = Pattern.UNIX_LINES;
    for (Option option : options) {
      flags |=
          switch (option) {
            case CASELESS -> Pattern.CASE_INSENSITIVE;
            case MULTILINE -> Pattern.MULTILINE;
            case DOTALL -> Pattern.DOTALL;
            case EXTENDED -> Pattern.COMMENTS;
            case UTF, NO_UTF_CHECK, ANCHORED ->
                throw new Malformed("option " + option + " needs libpcre2", "", 0);
            case DUPLICATE_NAMES, JAVASCRIPT -> 0;
          };
    }
    return flags;
  }

  @Override
  public int groups() {
    return groups;
  }

  @Override
  public List<NamedGroup> namedGroups() {
    return names;
  }

  @Override
  public int match(byte[] subject, int from, int[] offsets) {
    Matcher matcher = pattern.matcher(Ascii.string(subject));
    if (!matcher.find(from)) {
      return NO_MATCH;
    }
    for (int i = 0; i <= groups; i++) {
      offsets[2 * i] = matcher.start(i);
      offsets[2 * i + 1] = matcher.end(i);
    }
    return 1;
  }

  /** The JDK has no such algorithm; its match is the first one, not always the longest. */
  @Override
  public int longestMatch(byte[] subject, int from, int[] offsets) {
    return match(subject, from, offsets);
  }
}
