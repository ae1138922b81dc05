package io.perigee.core.variable;

import io.perigee.core.text.Ascii;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text of the configuration that may contain variables and groups of a regular expression,
 * compiled once and evaluated for each subject (nginx's {@code ngx_http_complex_value_t}).
 */
public final class ComplexValue<S extends Subject> {
  /** The text cannot be compiled; the message is nginx's. */
  public static final class Malformed extends Exception {
    Malformed(String message) {
      super(message, null, false, false);
    }
  }

  private sealed interface Part<S extends Subject> {
    byte @Nullable [] value(S subject);
  }

  private static final class Text<S extends Subject> implements Part<S> {
    private final byte[] bytes;

    Text(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public byte[] value(S subject) {
      return bytes;
    }
  }

  private record Reference<S extends Subject>(Variable<S> variable) implements Part<S> {
    @Override
    public byte @Nullable [] value(S subject) {
      return variable.value(subject);
    }
  }

  private record Group<S extends Subject>(int number) implements Part<S> {
    @Override
    public byte @Nullable [] value(S subject) {
      return subject.capture(number);
    }
  }

  private final String source;
  private final List<Part<S>> parts;
  private final byte @Nullable [] constant;

  private ComplexValue(String source, List<Part<S>> parts) {
    this.source = source;
    this.parts = parts;
    this.constant = constantOf(parts);
  }

  private static <S extends Subject> byte @Nullable [] constantOf(List<Part<S>> parts) {
    if (parts.isEmpty()) {
      return Ascii.EMPTY;
    }
    return parts.size() == 1 && parts.get(0) instanceof Text<S> text ? text.bytes : null;
  }

  /** A text without variables. */
  public static <S extends Subject> ComplexValue<S> constant(byte[] bytes) {
    return new ComplexValue<>(Ascii.string(bytes), List.of(new Text<>(bytes)));
  }

  /** Compiles a text; the variables that it names get an index in the table. */
  public static <S extends Subject> ComplexValue<S> compile(String text, VariableTable<S> table)
      throws Malformed {
    List<Part<S>> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char ch = text.charAt(at);
      if (ch != '$') {
        literal.append(ch);
        at++;
        continue;
      }
      flush(parts, literal);
      at = reference(text, at + 1, table, parts);
    }
    flush(parts, literal);
    return new ComplexValue<>(text, List.copyOf(parts));
  }

  private static <S extends Subject> void flush(List<Part<S>> parts, StringBuilder literal) {
    if (literal.length() > 0) {
      parts.add(new Text<>(Ascii.latin1(literal.toString())));
      literal.setLength(0);
    }
  }

  /** Reads the name behind a dollar sign; returns the index behind it. */
  private static <S extends Subject> int reference(
      String text, int from, VariableTable<S> table, List<Part<S>> parts) throws Malformed {
    if (from == text.length()) {
      throw new Malformed("invalid variable name");
    }
    char first = text.charAt(from);
    if (first >= '1' && first <= '9') {
      parts.add(new Group<>(first - '0'));
      return from + 1;
    }
    boolean braced = first == '{';
    int start = braced ? from + 1 : from;
    int end = start;
    while (end < text.length() && isNameChar(text.charAt(end))) {
      end++;
    }
    String name = text.substring(start, end);
    if (braced) {
      if (end == text.length() || text.charAt(end) != '}') {
        throw new Malformed("the closing bracket in \"" + name + "\" variable is missing");
      }
    }
    if (name.isEmpty()) {
      throw new Malformed("invalid variable name");
    }
    int next = braced ? end + 1 : end;
    parts.add(new Reference<>(table.use(name)));
    return next;
  }

  private static boolean isNameChar(char ch) {
    return (ch >= 'a' && ch <= 'z')
        || (ch >= 'A' && ch <= 'Z')
        || (ch >= '0' && ch <= '9')
        || ch == '_';
  }

  /** The text as it stands in the configuration. */
  public String source() {
    return source;
  }

  /** Whether the value is the same for each subject. */
  public boolean isConstant() {
    return constant != null;
  }

  /** The value that is the same for each subject, or null where there is none. */
  public byte @Nullable [] constant() {
    return constant;
  }

  /** The value for a subject; variables that are not found count as empty. */
  public byte[] evaluate(S subject) {
    if (constant != null) {
      return constant;
    }
    byte[][] pieces = new byte[parts.size()][];
    for (int i = 0; i < pieces.length; i++) {
      byte[] piece = parts.get(i).value(subject);
      pieces[i] = piece == null ? Ascii.EMPTY : piece;
    }
    return pieces.length == 1 ? pieces[0] : Ascii.concat(pieces);
  }
}
