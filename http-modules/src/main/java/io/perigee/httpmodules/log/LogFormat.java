package io.perigee.httpmodules.log;

import io.perigee.core.text.Ascii;
import io.perigee.core.variable.Variable;
import io.perigee.core.variable.VariableTable;
import io.perigee.http.request.Request;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled log_format: literal pieces and variables, each value escaped on its way in. */
final class LogFormat {
  /** The format that exists in every configuration. */
  static final String COMBINED =
      "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent "
          + "\"$http_referer\" \"$http_user_agent\"";

  @SuppressWarnings("ArrayRecordComponent") // bytes that nobody changes or compares
  private record Part(byte[] literal, @Nullable Variable<Request> variable) {}

  private final List<Part> parts;
  private final LogEscape escape;

  private LogFormat(List<Part> parts, LogEscape escape) {
    this.parts = parts;
    this.escape = escape;
  }

  /** Compiles a text; null when a name is missing behind a dollar sign. */
  static @Nullable LogFormat compile(
      String text, LogEscape escape, VariableTable<Request> variables) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    int at;
    while ((at = text.indexOf('$', from)) >= 0) {
      boolean braced = text.startsWith("{", at + 1);
      int start = braced ? at + 2 : at + 1;
      int end = start;
      while (end < text.length() && isNameChar(text.charAt(end))) {
        end++;
      }
      if (end == start || (braced && !text.startsWith("}", end))) {
        return null;
      }
      Variable<Request> variable = variables.use(text.substring(start, end));
      parts.add(new Part(Ascii.latin1(text.substring(from, at)), variable));
      from = braced ? end + 1 : end;
    }
    parts.add(new Part(Ascii.latin1(text.substring(from)), null));
    return new LogFormat(List.copyOf(parts), escape);
  }

  private static boolean isNameChar(char ch) {
    return (Character.isLetterOrDigit(ch) && ch < 128) || ch == '_';
  }

  /** Appends the line of a request, with its line feed. */
  void append(ByteArrayOutputStream out, Request r) {
    for (Part part : parts) {
      out.writeBytes(part.literal());
      Variable<Request> variable = part.variable();
      if (variable != null) {
        byte[] value = variable.indexedValue(r);
        if (value == null) {
          out.writeBytes(escape.missing());
        } else {
          escape.append(out, value);
        }
      }
    }
    out.write('\n');
  }
}
