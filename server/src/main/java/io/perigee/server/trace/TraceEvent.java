package io.perigee.server.trace;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a scheduling trace.
 *
 * @param fields the members of the JSON object, without quotes and escapes
 */
record TraceEvent(Map<String, String> fields) {
  private static final Pattern MEMBER =
      Pattern.compile("\"(\\w+)\":(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(-?\\d+))");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-f]{4})|(.))");

  /** Reads a line; what is no member of a flat object is passed over. */
  static TraceEvent of(String line) {
    Map<String, String> fields = new HashMap<>();
    Matcher member = MEMBER.matcher(line);
    while (member.find()) {
      String text = member.group(2);
      fields.put(member.group(1), text == null ? member.group(3) : unescaped(text));
    }
    return new TraceEvent(fields);
  }

  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    escape.group(1) == null
                        ? escape.group(2)
                        : String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
  }

  String text(String name) {
    return fields.getOrDefault(name, "");
  }

  long number(String name) {
    return Long.parseLong(fields.getOrDefault(name, "0"));
  }

  boolean is(String event) {
    return text("ev").equals(event);
  }
}
