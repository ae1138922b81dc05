package io.perigee.lua.runtime;

import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.Suspension;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads the Lua activations off the Java stack: frames of generated classes and of host functions,
 * innermost first, up to the entry of the running coroutine. All other Java frames are passed over.
 */
public final class CallStack {
  /** The options of all walkers whose frames are read here. */
  public static final Set<StackWalker.Option> OPTIONS =
      Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private static final StackWalker WALKER = StackWalker.getInstance(OPTIONS, 16);
  private static final StackWalker SHORT_WALKER = StackWalker.getInstance(OPTIONS, 8);

  private static final StackWalker RAISE_WALKER = StackWalker.getInstance(OPTIONS, 14);

  /** A constant, so that no linking is left to be done where the stack is full. */
  private static final Function<Stream<StackFrame>, ErrorStack> RECORD = CallStack::recorded;

  /** The most frames of an error's stack that are kept. */
  static final int MAX_RECORDED = 2000;

  private CallStack() {}

  /** The activation at a level: 0 is the innermost; null beyond the last. */
  public static Activation at(int level) {
    return SHORT_WALKER.walk(frames -> new Reader(frames.spliterator()).skip(level));
  }

  /**
   * The activation that {@code error}'s level names, seen from a host function or an operator:
   * level 1 is the Lua function that called or runs it.
   */
  public static Activation atErrorLevel(int level) {
    return SHORT_WALKER.walk(
        frames -> {
          Reader reader = new Reader(frames.spliterator());
          Activation innermost = reader.next();
          if (innermost == null) {
            return null;
          }
          int more = innermost.isHost() ? level : level - 1;
          return more == 0 ? innermost : reader.skip(more - 1);
        });
  }

  /** All activations of the running coroutine. */
  public static List<Activation> all() {
    return read(WALKER, 0);
  }

  /** The frames of the running coroutine as they are, for {@link #read(List)} when needed. */
  static List<StackFrame> frames() {
    return WALKER.walk(
        frames ->
            frames
                .takeWhile(frame -> frame.getDeclaringClass() != CoroutineEntry.class)
                .limit(MAX_RECORDED)
                .toList());
  }

  /**
   * The stack of an error that is being raised; null when nobody wants it. Where an xpcall will
   * handle it, only what is above that call is recorded: the handler still finds the rest.
   */
  static ErrorStack ofError() {
    LuaState state = LuaState.current();
    return state != null && state.recordsErrors() ? RAISE_WALKER.walk(RECORD) : null;
  }

  private static ErrorStack recorded(Stream<StackFrame> frames) {
    Spliterator<StackFrame> rest = frames.spliterator();
    List<StackFrame> recorded = new ArrayList<>();
    while (recorded.size() < MAX_RECORDED && rest.tryAdvance(recorded::add)) {
      StackFrame last = recorded.getLast();
      Class<?> type = last.getDeclaringClass();
      if (type == CoroutineEntry.class) {
        recorded.removeLast();
        break;
      }
      if (type == ProtectedCalls.class && ProtectedCalls.isXpcall(last)) {
        return new ErrorStack(recorded, true);
      }
    }
    return new ErrorStack(recorded, false);
  }

  /** Reads the stack once in each way that an error may, so that all of that is loaded. */
  static void prepare() {
    frames();
    RAISE_WALKER.walk(RECORD);
  }

  /** The activations of the running message handler, down to the protected call that runs it. */
  static List<Activation> ofHandler() {
    return WALKER.walk(
        frames ->
            all(new Reader(frames.takeWhile(f -> !ProtectedCalls.isHandler(f)).spliterator())));
  }

  /** The frames below the running message handler, in the running coroutine. */
  static List<StackFrame> beneathHandler() {
    return WALKER.walk(
        frames ->
            frames
                .dropWhile(frame -> !ProtectedCalls.isHandler(frame))
                .takeWhile(frame -> frame.getDeclaringClass() != CoroutineEntry.class)
                .limit(MAX_RECORDED)
                .toList());
  }

  /** The activations that recorded frames stand for. */
  static List<Activation> read(List<StackFrame> frames) {
    return all(new Reader(frames.spliterator()));
  }

  /** All activations of the coroutine so many resumes below the running one. */
  public static List<Activation> beneath(int resumes) {
    return read(WALKER, resumes);
  }

  /** All activations that a walker shows, for suspended coroutines. */
  public static List<Activation> read(StackWalker walker) {
    return read(walker, 0);
  }

  /** The activations of a function that has suspended itself. */
  public static List<Activation> stopped(LuaFunction body, Suspension suspension) {
    Class<?> yield = suspension.through.getClass();
    FunctionInfo info = FunctionInfo.of(body.getClass());
    CallSites sites = info.resumable();
    int bci = sites.index(suspension.site);
    return List.of(
        new Activation(null, null, 0, yield, null),
        new Activation(info, sites, bci, body.getClass(), null));
  }

  private static List<Activation> read(StackWalker walker, int skippedEntries) {
    return walker.walk(
        frames -> {
          Reader reader = new Reader(frames.spliterator());
          for (int i = 0; i < skippedEntries; i++) {
            reader.skipToEntry();
          }
          return all(reader);
        });
  }

  private static List<Activation> all(Reader reader) {
    List<Activation> all = new ArrayList<>();
    for (Activation a = reader.next(); a != null; a = reader.next()) {
      all.add(a);
    }
    return all;
  }

  /** Steps through frames and answers activations. */
  private static final class Reader implements Consumer<StackFrame> {
    private final Spliterator<StackFrame> frames;
    private StackFrame frame;
    private Class<?> last;
    private Class<?> unfinished;

    /** A frame that called an inner one in tail position is gone as Lua sees it. */
    private boolean hasInner;

    /** The operator that the frames since the last activation belong to. */
    private String event;

    /** Neighbouring frames of host function classes are one activation. */
    private boolean inHost;

    Reader(Spliterator<StackFrame> frames) {
      this.frames = frames;
    }

    Activation skip(int count) {
      for (int i = 0; i < count; i++) {
        if (next() == null) {
          return null;
        }
      }
      return next();
    }

    @Override
    public void accept(StackFrame next) {
      frame = next;
    }

    void skipToEntry() {
      while (frames.tryAdvance(this)) {
        if (frame.getDeclaringClass() == CoroutineEntry.class) {
          return;
        }
      }
    }

    Activation next() {
      while (frames.tryAdvance(this)) {
        Class<?> type = frame.getDeclaringClass();
        boolean first = type != last;
        last = type;
        if (type == CoroutineEntry.class) {
          return null;
        }
        if (JavaFunction.class.isAssignableFrom(type)) {
          hasInner = true;
          if (!inHost) {
            inHost = true;
            event = null;
            return new Activation(null, null, 0, type, null);
          }
          continue;
        }
        inHost = false;
        if (MetamethodEvents.isOperator(type)) {
          event = MetamethodEvents.of(type, frame.getMethodName());
          continue;
        }
        Activation found = compiled(type, first);
        if (found != null) {
          return found;
        }
      }
      return null;
    }

    /** A delegating method is only ever left for the body of its own class. */
    private Activation compiled(Class<?> type, boolean first) {
      FunctionInfo info = FunctionInfo.ofCode(type);
      if (info == null) {
        return null;
      }
      CallSites sites =
          first && info.sites().size() == 1
              ? info.sites().values().iterator().next()
              : info.sites(frame);
      if (sites == null) {
        return null;
      }
      boolean sameActivation = unfinished == type;
      unfinished = sites.isPiece() ? type : null;
      int bci = frame.getByteCodeIndex();
      boolean left = hasInner && sites.isTailCall(bci);
      hasInner = true;
      String via = event;
      event = null;
      return sameActivation || left ? null : new Activation(info, sites, bci, type, via);
    }
  }
}
