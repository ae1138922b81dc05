package io.perigee.lua.pattern;

import io.perigee.lua.value.SafePoint;

/**
 * Matches one {@link LuaPattern} against one subject by backtracking, as the Lua manual's section
 * 5.4.1 describes it. Nested choices (quantifiers and captures) are limited to 200, as in LuaJIT;
 * beyond that the match fails with "pattern too complex". One matcher serves one call of a library
 * function and keeps the result of its last match.
 */
public final class PatternMatcher {
  /** The largest number of captures in one pattern. */
  public static final int MAX_CAPTURES = 32;

  private static final int MAX_DEPTH = 200;
  private static final int STEPS_BETWEEN_LOOKS = 256;

  /** So many bytes passed over in a row are a step, as a power. */
  private static final int BYTES_PER_STEP = 10;

  private static final int UNFINISHED = -1;
  private static final int POSITION_CAPTURE = -2;

  private final LuaPattern pattern;
  private final int[] kinds;
  private final int[] arguments;
  private final boolean[][] sets;
  private final byte[] subject;
  private final int subjectEnd;
  private final int[] captureStarts;
  private final int[] captureLengths;
  private final SafePoint safePoint;
  private int captureCount;
  private int steps;
  private int start;
  private int end;

  /** A matcher of a pattern over a whole subject; it can be stopped at the safe point. */
  public PatternMatcher(LuaPattern pattern, byte[] subject, SafePoint safePoint) {
    this.safePoint = safePoint;
    this.pattern = pattern;
    this.kinds = pattern.kinds;
    this.arguments = pattern.arguments;
    this.sets = pattern.sets;
    this.subject = subject;
    this.subjectEnd = subject.length;
    int capacity = Math.min(pattern.openings, MAX_CAPTURES);
    this.captureStarts = new int[capacity];
    this.captureLengths = new int[capacity];
  }

  /** Matches at exactly this index of the subject; the result is then in this matcher. */
  public boolean matchAt(int index) {
    captureCount = 0;
    int stop = match(index, 0, 1);
    if (stop < 0) {
      return false;
    }
    start = index;
    end = stop;
    return true;
  }

  /** Finds the first match at or behind an index (only there for an anchored pattern). */
  public boolean find(int from) {
    if (pattern.anchored) {
      return matchAt(from);
    }
    int first = kinds[0];
    boolean needsByte =
        first == LuaPattern.BYTE || first == LuaPattern.SINGLE || first == LuaPattern.PLUS;
    if (!needsByte) {
      for (int i = from; i <= subjectEnd; i++) {
        if (matchAt(i)) {
          return true;
        }
      }
      return false;
    }
    return sets[0] == null ? findFromByte(from) : findFromSet(from);
  }

  private boolean findFromByte(int from) {
    byte wanted = (byte) arguments[0];
    byte[] text = subject;
    for (int i = from; i < text.length; i++) {
      if (text[i] == wanted && matchAt(i)) {
        return true;
      }
    }
    return false;
  }

  private boolean findFromSet(int from) {
    boolean[] wanted = sets[0];
    byte[] text = subject;
    for (int i = from; i < text.length; i++) {
      if (wanted[text[i] & 0xff] && matchAt(i)) {
        return true;
      }
    }
    return false;
  }

  /** Where the last match begins. */
  public int start() {
    return start;
  }

  /** The index behind the last match. */
  public int end() {
    return end;
  }

  /** How many captures the last match has; 0 where the pattern contains none. */
  public int captureCount() {
    return captureCount;
  }

  /** Whether a capture (from 0) of the last match is a position capture; refuses an open one. */
  public boolean isPosition(int capture) {
    int length = captureLengths[capture];
    if (length == UNFINISHED) {
      throw new PatternException("unfinished capture");
    }
    return length == POSITION_CAPTURE;
  }

  /** Where a capture begins in the subject. */
  public int captureStart(int capture) {
    return captureStarts[capture];
  }

  /** The index behind a capture in the subject. */
  public int captureEnd(int capture) {
    return captureStarts[capture] + captureLengths[capture];
  }

  private int match(int from, int first, int depth) {
    if (depth > MAX_DEPTH) {
      throw new PatternException("pattern too complex");
    }
    if (++steps >= STEPS_BETWEEN_LOOKS) {
      steps = 0;
      safePoint.poll();
    }
    int s = from;
    int p = first;
    while (true) {
      switch (kinds[p]) {
        case LuaPattern.BYTE -> {
          if (s >= subjectEnd || (subject[s] & 0xff) != arguments[p]) {
            return -1;
          }
          s++;
        }
        case LuaPattern.SINGLE -> {
          if (s >= subjectEnd || !sets[p][subject[s] & 0xff]) {
            return -1;
          }
          s++;
        }
        case LuaPattern.OPTIONAL -> {
          if (matchesOne(s, p)) {
            int stop = match(s + 1, p + 1, depth + 1);
            if (stop >= 0) {
              return stop;
            }
          }
        }
        case LuaPattern.STAR -> {
          return expand(s, s, p, depth);
        }
        case LuaPattern.PLUS -> {
          return matchesOne(s, p) ? expand(s + 1, s + 1, p, depth) : -1;
        }
        case LuaPattern.MINUS -> {
          return expandLazily(s, p, depth);
        }
        case LuaPattern.END -> {
          return s;
        }
        default -> {
          int next = matchRare(s, p, depth);
          if (next < 0 || isFinal(kinds[p])) {
            return next;
          }
          s = next;
        }
      }
      p++;
    }
  }

  /** Items whose result is the result of the whole rest, because they recurse themselves. */
  private static boolean isFinal(int kind) {
    return kind == LuaPattern.OPEN
        || kind == LuaPattern.POSITION
        || kind == LuaPattern.CLOSE
        || kind == LuaPattern.SUBJECT_END;
  }

  private int matchRare(int s, int p, int depth) {
    return switch (kinds[p]) {
      case LuaPattern.OPEN -> open(s, p, UNFINISHED, depth);
      case LuaPattern.POSITION -> open(s, p, POSITION_CAPTURE, depth);
      case LuaPattern.CLOSE -> close(s, p, depth);
      case LuaPattern.BALANCE -> balance(s, arguments[p] >> 8, arguments[p] & 0xff);
      case LuaPattern.FRONTIER -> isFrontier(s, sets[p]) ? s : -1;
      case LuaPattern.BACK_REFERENCE -> backReference(s, arguments[p]);
      case LuaPattern.SUBJECT_END -> s == subjectEnd ? s : -1;
      default -> throw new PatternException(pattern.fault);
    };
  }

  private boolean matchesOne(int s, int p) {
    if (s >= subjectEnd) {
      return false;
    }
    int c = subject[s] & 0xff;
    boolean[] set = sets[p];
    return set == null ? c == arguments[p] : set[c];
  }

  /** Takes as many bytes as possible from {@code from}, then gives back down to {@code least}. */
  private int expand(int from, int least, int p, int depth) {
    int s = run(from, p);
    steps += (s - from) >> BYTES_PER_STEP;
    int following = kinds[p + 1];
    if (following == LuaPattern.END) {
      return s;
    }
    if (following == LuaPattern.BYTE) {
      return giveBackToByte(s, least, p + 1, depth);
    }
    for (; s >= least; s--) {
      int stop = match(s, p + 1, depth + 1);
      if (stop >= 0) {
        return stop;
      }
    }
    return -1;
  }

  private int giveBackToByte(int from, int least, int p, int depth) {
    byte wanted = (byte) arguments[p];
    for (int s = Math.min(from, subjectEnd - 1); s >= least; s--) {
      if (subject[s] == wanted) {
        int stop = match(s, p, depth + 1);
        if (stop >= 0) {
          return stop;
        }
      }
    }
    return -1;
  }

  /** The end of the longest run of bytes that the item matches. */
  private int run(int from, int p) {
    byte[] text = subject;
    boolean[] set = sets[p];
    int s = from;
    if (set == null) {
      byte wanted = (byte) arguments[p];
      while (s < text.length && text[s] == wanted) {
        s++;
      }
    } else if (CharacterClass.isAny(set)) {
      return text.length;
    } else {
      while (s < text.length && set[text[s] & 0xff]) {
        s++;
      }
    }
    return s;
  }

  private int expandLazily(int from, int p, int depth) {
    int s = from;
    while (true) {
      int stop = match(s, p + 1, depth + 1);
      if (stop >= 0) {
        return stop;
      }
      if (!matchesOne(s, p)) {
        return -1;
      }
      s++;
    }
  }

  private int open(int s, int p, int length, int depth) {
    if (captureCount >= MAX_CAPTURES) {
      throw new PatternException("too many captures");
    }
    captureStarts[captureCount] = s;
    captureLengths[captureCount] = length;
    captureCount++;
    int stop = match(s, p + 1, depth + 1);
    if (stop < 0) {
      captureCount--;
    }
    return stop;
  }

  private int close(int s, int p, int depth) {
    int capture = captureCount - 1;
    while (capture >= 0 && captureLengths[capture] != UNFINISHED) {
      capture--;
    }
    if (capture < 0) {
      throw new PatternException("invalid pattern capture");
    }
    captureLengths[capture] = s - captureStarts[capture];
    int stop = match(s, p + 1, depth + 1);
    if (stop < 0) {
      captureLengths[capture] = UNFINISHED;
    }
    return stop;
  }

  private int balance(int from, int opening, int closing) {
    if (from >= subjectEnd || (subject[from] & 0xff) != opening) {
      return -1;
    }
    int nesting = 1;
    for (int s = from + 1; s < subjectEnd; s++) {
      int c = subject[s] & 0xff;
      if (c == closing) {
        if (--nesting == 0) {
          return s + 1;
        }
      } else if (c == opening) {
        nesting++;
      }
    }
    steps += (subjectEnd - from) >> BYTES_PER_STEP;
    return -1;
  }

  private boolean isFrontier(int s, boolean[] set) {
    int before = s == 0 ? 0 : subject[s - 1] & 0xff;
    int here = s == subjectEnd ? 0 : subject[s] & 0xff;
    return !set[before] && set[here];
  }

  private int backReference(int s, int capture) {
    if (capture < 0 || capture >= captureCount || captureLengths[capture] == UNFINISHED) {
      throw new PatternException("invalid capture index");
    }
    int length = captureLengths[capture];
    if (length == POSITION_CAPTURE || subjectEnd - s < length) {
      return -1;
    }
    int from = captureStarts[capture];
    steps += length >> BYTES_PER_STEP;
    for (int i = 0; i < length; i++) {
      if (subject[from + i] != subject[s + i]) {
        return -1;
      }
    }
    return s + length;
  }
}
