package io.perigee.core.regex;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.perigee.core.text.Ascii;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An expression compiled by libpcre2 to machine code. */
final class PcreRegex implements Regex {
  private static final int JIT_COMPLETE = 1;
  private static final int INFO_CAPTURECOUNT = 4;
  private static final int INFO_NAMECOUNT = 17;
  private static final int INFO_NAMEENTRYSIZE = 18;
  private static final int INFO_NAMETABLE = 19;

  /** Longer subjects are copied, so that a slow match does not hold up the garbage collector. */
  private static final int LONGEST_ON_HEAP = 8192;

  private static final Cleaner CLEANER = Cleaner.create();
  private static final ThreadLocal<MatchData> MATCH_DATA = ThreadLocal.withInitial(MatchData::new);

  /** As many states as the DFA algorithm may follow at once need so many numbers. */
  private static final int WORKSPACE = 4096;

  /** Releases the native code and limits when the expression is no longer used. */
  private record Release(MemorySegment code, MemorySegment limits) implements Runnable {
    @Override
    public void run() {
      try {
        Pcre.CODE_FREE.invokeExact(code);
        if (limits.address() != 0) {
          Pcre.MATCH_CONTEXT_FREE.invokeExact(limits);
        }
      } catch (Throwable e) {
        throw Pcre.broken(e);
      }
    }
  }

  /** The place where matches of one thread leave their offsets. */
  private static final class MatchData {
    private MemorySegment data = MemorySegment.NULL;
    private MemorySegment offsets = MemorySegment.NULL;
    private int pairs;
    private @Nullable MemorySegment workspace;

    /** Made by the first thread that needs it. */
    MemorySegment workspace() {
      if (workspace == null) {
        workspace = Arena.ofAuto().allocate(JAVA_INT, WORKSPACE);
      }
      return workspace;
    }

    @SuppressWarnings("restricted") // the library says how long its array is
    void room(int wanted) {
      if (wanted <= pairs) {
        return;
      }
      try {
        if (pairs > 0) {
          Pcre.MATCH_DATA_FREE.invokeExact(data);
        }
        pairs = Math.max(wanted, 16);
        data = (MemorySegment) Pcre.MATCH_DATA_CREATE.invokeExact(pairs, MemorySegment.NULL);
        MemorySegment pointer = (MemorySegment) Pcre.OVECTOR.invokeExact(data);
        offsets = pointer.reinterpret(2L * pairs * Long.BYTES);
      } catch (Throwable e) {
        throw Pcre.broken(e);
      }
    }
  }

  private final MemorySegment code;
  private final MemorySegment limits;
  private final int groups;
  private final List<NamedGroup> names;

  private PcreRegex(MemorySegment code, int matchLimit) {
    this.code = code;
    this.limits = matchLimit > 0 ? limits(matchLimit) : MemorySegment.NULL;
    this.groups = (int) info(code, INFO_CAPTURECOUNT);
    this.names = List.copyOf(names(code));
    CLEANER.register(this, new Release(code, limits));
  }

  private static MemorySegment limits(int matchLimit) {
    try {
      MemorySegment context =
          (MemorySegment) Pcre.MATCH_CONTEXT_CREATE.invokeExact(MemorySegment.NULL);
      int _ = (int) Pcre.SET_MATCH_LIMIT.invokeExact(context, matchLimit);
      return context;
    } catch (Throwable e) {
      throw Pcre.broken(e);
    }
  }

  static PcreRegex compile(byte[] expression, Set<Option> options, int matchLimit)
      throws Malformed {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pattern = arena.allocate(Math.max(1, expression.length));
      MemorySegment.copy(expression, 0, pattern, JAVA_BYTE, 0, expression.length);
      MemorySegment error = arena.allocate(JAVA_INT);
      MemorySegment offset = arena.allocate(JAVA_LONG);
      MemorySegment code;
      try {
        code =
            (MemorySegment)
                Pcre.COMPILE.invokeExact(
                    pattern,
                    (long) expression.length,
                    bits(options),
                    error,
                    offset,
                    MemorySegment.NULL);
      } catch (Throwable e) {
        throw Pcre.broken(e);
      }
      if (code.address() == 0) {
        String reason = message(error.get(JAVA_INT, 0));
        throw new Malformed(reason, Ascii.string(expression), (int) offset.get(JAVA_LONG, 0));
      }
      compileToMachineCode(code);
      return new PcreRegex(code, matchLimit);
    }
  }

  /** Where this fails, the interpreter of the library does the matching. */
  private static void compileToMachineCode(MemorySegment code) {
    try {
      int _ = (int) Pcre.JIT_COMPILE.invokeExact(code, JIT_COMPLETE);
    } catch (Throwable e) {
      throw Pcre.broken(e);
    }
  }

  private static int bits(Set<Option> options) {
    int bits = 0;
    for (Option option : options) {
      bits |=
          switch (option) {
            case CASELESS -> 0x00000008;
            case MULTILINE -> 0x00000400;
            case DOTALL -> 0x00000020;
            case EXTENDED -> 0x00000080;
            case ANCHORED -> 0x80000000;
            case UTF -> 0x00080000;
            case NO_UTF_CHECK -> 0x40000000;
            case DUPLICATE_NAMES -> 0x00000040;
            case JAVASCRIPT -> 0x00000202;
          };
    }
    return bits;
  }

  private static String message(int error) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(256);
      int length = (int) Pcre.ERROR_MESSAGE.invokeExact(error, buffer, buffer.byteSize());
      return length < 0
          ? "unknown error " + error
          : buffer.getString(0, StandardCharsets.ISO_8859_1);
    } catch (Throwable e) {
      throw Pcre.broken(e);
    }
  }

  private static long info(MemorySegment code, int what) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment place = arena.allocate(JAVA_LONG);
      int _ = (int) Pcre.PATTERN_INFO.invokeExact(code, what, place);
      return place.get(JAVA_LONG, 0);
    } catch (Throwable e) {
      throw Pcre.broken(e);
    }
  }

  @SuppressWarnings("restricted") // the library says how long its table is
  private static List<NamedGroup> names(MemorySegment code) {
    int count = (int) info(code, INFO_NAMECOUNT);
    int size = (int) info(code, INFO_NAMEENTRYSIZE);
    List<NamedGroup> result = new ArrayList<>();
    if (count > 0) {
      MemorySegment table =
          MemorySegment.ofAddress(info(code, INFO_NAMETABLE)).reinterpret((long) count * size);
      for (int i = 0; i < count; i++) {
        long entry = (long) i * size;
        int number =
            (table.get(JAVA_BYTE, entry) & 0xff) << 8 | (table.get(JAVA_BYTE, entry + 1) & 0xff);
        String name = table.getString(entry + 2, StandardCharsets.ISO_8859_1);
        result.add(new NamedGroup(name, number));
      }
    }
    return result;
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
    MatchData result = MATCH_DATA.get();
    result.room(groups + 1);
    int found = run(subject, from, result);
    if (found <= 0) {
      return found;
    }
    MemorySegment vector = result.offsets;
    for (int i = 0; i < 2 * (groups + 1); i++) {
      // An unset group has all bits set, which the cut to an int makes -1.
      offsets[i] = i < 2 * found ? (int) vector.getAtIndex(JAVA_LONG, i) : -1;
    }
    return 1;
  }

  private int run(byte[] subject, int from, MatchData result) {
    long start = from;
    try {
      if (subject.length <= LONGEST_ON_HEAP) {
        MemorySegment text = MemorySegment.ofArray(subject);
        return (int)
            Pcre.MATCH_ON_HEAP.invokeExact(
                code, text, (long) subject.length, start, 0, result.data, limits);
      }
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment text = arena.allocate(subject.length);
        MemorySegment.copy(subject, 0, text, JAVA_BYTE, 0, subject.length);
        return (int)
            Pcre.MATCH.invokeExact(
                code, text, (long) subject.length, start, 0, result.data, limits);
      }
    } catch (Throwable e) {
      throw Pcre.broken(e);
    }
  }

  @Override
  public int longestMatch(byte[] subject, int from, int[] offsets) {
    MatchData result = MATCH_DATA.get();
    result.room(1);
    int found;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(Math.max(1, subject.length));
      MemorySegment.copy(subject, 0, text, JAVA_BYTE, 0, subject.length);
      found =
          (int)
              Pcre.DFA_MATCH.invokeExact(
                  code,
                  text,
                  (long) subject.length,
                  (long) from,
                  0,
                  result.data,
                  limits,
                  result.workspace(),
                  (long) WORKSPACE);
    } catch (Throwable e) {
      throw Pcre.broken(e);
    }
    if (found < 0) {
      return found;
    }
    // The longest comes first; 0 says that not all of the shorter ones had room.
    offsets[0] = (int) result.offsets.getAtIndex(JAVA_LONG, 0);
    offsets[1] = (int) result.offsets.getAtIndex(JAVA_LONG, 1);
    return 1;
  }
}
