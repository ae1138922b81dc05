package io.perigee.httpmodules.range;

import io.perigee.core.text.Ascii;
import io.perigee.http.request.ModuleKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ranges of a response that a client asked for, and how much of the body went by. */
final class Ranges {
  static final ModuleKey<Ranges> KEY = ModuleKey.of("ranges");

  /** From start, up to and without end; the header is what stands before it in a multipart body. */
  record Range(long start, long end) {}

  /** What a Range field came to. */
  enum Verdict {
    RANGES,
    WHOLE,
    NOT_SATISFIABLE
  }

  private final long length;
  private final List<Range> list = new ArrayList<>(1);
  byte[] partHeader = Ascii.EMPTY;
  byte[] lastBoundary = Ascii.EMPTY;
  long offset;

  Ranges(long length) {
    this.length = length;
  }

  List<Range> list() {
    return list;
  }

  long length() {
    return length;
  }

  /** Reads the text behind {@code bytes=}; at most so many ranges count as a wish for ranges. */
  Verdict parse(String text, int max) {
    long total = 0;
    for (String part : text.split(",", -1)) {
      Range range = range(part.trim());
      if (range == null) {
        return Verdict.NOT_SATISFIABLE;
      }
      if (range.start() < range.end()) {
        list.add(range);
        total += range.end() - range.start();
        if (list.size() > max) {
          return Verdict.WHOLE;
        }
      } else if (range.start() == 0) {
        return Verdict.WHOLE;
      }
    }
    if (list.isEmpty()) {
      return Verdict.NOT_SATISFIABLE;
    }
    return total > length ? Verdict.WHOLE : Verdict.RANGES;
  }

  private @Nullable Range range(String part) {
    int dash = part.indexOf('-');
    if (dash < 0) {
      return null;
    }
    String from = part.substring(0, dash).trim();
    String to = part.substring(dash + 1).trim();
    long end = Ascii.parseDecimal(Ascii.latin1(to));
    if (from.isEmpty()) {
      return end < 0 ? null : new Range(end < length ? length - end : 0, length);
    }
    long start = Ascii.parseDecimal(Ascii.latin1(from));
    if (start < 0 || (end < 0 && !to.isEmpty())) {
      return null;
    }
    return new Range(start, to.isEmpty() || end >= length ? length : end + 1);
  }
}
