package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaFunction;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;

/**
 * What is known of a compiled Lua function without running it: where it stands in the source, its
 * parameters, and for each code method of its class the {@link CallSites} that turn a bytecode
 * index into a line and the names of operands. The compiler attaches it to the class it defines;
 * messages, tracebacks and {@code debug.getinfo} find it through the class of a stack frame.
 *
 * @param source the chunk name as given to {@code load}, with its {@code =} or {@code @}
 * @param shortSource the chunk name as messages show it
 * @param lineDefined the line of the word {@code function}; 0 for a main chunk
 * @param lastLine the line of its {@code end}
 * @param parameters the number of named parameters
 * @param vararg whether it takes {@code ...}
 * @param upvalues the names of its upvalues
 * @param sites the tables of the code methods, by method name followed by descriptor; methods that
 *     only delegate are left out, so that each activation counts as one frame
 */
public record FunctionInfo(
    String source,
    String shortSource,
    int lineDefined,
    int lastLine,
    int parameters,
    boolean vararg,
    List<String> upvalues,
    Map<String, CallSites> sites) {

  private static final ClassValue<Holder> HOLDERS =
      new ClassValue<>() {
        @Override
        protected Holder computeValue(Class<?> type) {
          return new Holder();
        }
      };

  /** Attaches the description to the class that the compiler made for the function's closures. */
  public static void attach(Class<?> closures, FunctionInfo info) {
    HOLDERS.get(closures).info = info;
  }

  /**
   * Says that the frames of a class are activations of the function whose closures have another.
   */
  public static void attachCode(Class<?> code, Class<?> closures) {
    HOLDERS.get(code).closures = HOLDERS.get(closures);
  }

  /** The description of the function whose closures have this class; null for any other class. */
  public static FunctionInfo of(Class<?> closures) {
    return HOLDERS.get(closures).info;
  }

  /** The description of the function whose code this class holds; null for any other class. */
  static FunctionInfo ofCode(Class<?> code) {
    Holder closures = HOLDERS.get(code).closures;
    return closures == null ? null : closures.info;
  }

  /** The tables of the form that can be left and entered again. */
  CallSites resumable() {
    return sites.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("resume("))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  /**
   * The tables of the method of a frame; null when it only delegates. A name that only one method
   * has spares the descriptor, which is slow to ask for.
   */
  CallSites sites(StackWalker.StackFrame frame) {
    String name = frame.getMethodName();
    if (name.equals("invoke")) {
      return sites.get(name + frame.getDescriptor());
    }
    CallSites only = null;
    for (Map.Entry<String, CallSites> entry : sites.entrySet()) {
      String key = entry.getKey();
      if (key.startsWith(name) && key.charAt(name.length()) == '(') {
        if (only != null) {
          return sites.get(name + frame.getDescriptor());
        }
        only = entry.getValue();
      }
    }
    return only;
  }

  /** Keeps a closure as the one that the frames of its function on the stack are taken for. */
  public static void running(LuaFunction function) {
    HOLDERS.get(function.getClass()).running = new WeakReference<>(function);
  }

  /**
   * The closure last kept for the function of a class that holds its code or is that of its
   * closures; null where there is none.
   */
  static LuaFunction running(Class<?> generated) {
    Holder holder = HOLDERS.get(generated);
    WeakReference<LuaFunction> kept = (holder.closures == null ? holder : holder.closures).running;
    return kept == null ? null : kept.get();
  }

  /** The lines that hold code, ascending. */
  public int[] activeLines() {
    return sites.values().stream()
        .flatMapToInt(CallSites::activeLines)
        .filter(line -> line > lineDefined || lineDefined == lastLine)
        .distinct()
        .sorted()
        .toArray();
  }

  /** Whether this is the body of a chunk. */
  public boolean isMain() {
    return lineDefined == 0;
  }

  /** The mutable cell that a class is associated with. */
  private static final class Holder {
    private FunctionInfo info;
    private Holder closures;
    private WeakReference<LuaFunction> running;
  }
}
