package io.perigee.server;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The few calls of the C library that the life of a process needs and Java does not offer. Each
 * returns 0 or the number of the error ({@code errno}).
 */
@SuppressWarnings("restricted")
final class NativeCalls {
  private static final Linker LINKER = Linker.nativeLinker();

  /** O_WRONLY, O_CREAT and O_APPEND of Linux. */
  private static final int APPEND = 0x441;

  private NativeCalls() {}

  /** Where a call leaves {@code errno}. */
  private static final class CallState {
    static final StructLayout LAYOUT = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
        LAYOUT.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private CallState() {}

    static int errno(MemorySegment state) {
      return (int) ERRNO.get(state, 0L);
    }
  }

  /** Sends a signal to a process. */
  static int kill(int process, int signal) {
    return callWithTwoNumbers("kill", process, signal);
  }

  /** Makes the descriptor {@code to} a copy of {@code from}. */
  static int duplicate(int from, int to) {
    return callWithTwoNumbers("dup2", from, to);
  }

  /** Points a descriptor at a file, which is written to at its end. */
  static int pointAtFile(int descriptor, String path) {
    FunctionDescriptor types =
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CallState.LAYOUT);
      MethodHandle open =
          LINKER.downcallHandle(
              LINKER.defaultLookup().findOrThrow("open"),
              types,
              Linker.Option.firstVariadicArg(2),
              Linker.Option.captureCallState("errno"));
      int file = (int) open.invokeExact(state, arena.allocateFrom(path), APPEND, 0644);
      return file < 0 ? CallState.errno(state) : duplicate(file, descriptor);
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Whether a descriptor is a terminal. */
  static boolean isTerminal(int descriptor) {
    try {
      MethodHandle isatty =
          plainHandle("isatty", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
      return (int) isatty.invokeExact(descriptor) == 1;
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Makes the process the leader of a session of its own, away from the terminal. */
  static int newSession() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CallState.LAYOUT);
      int result =
          (int) handle("setsid", FunctionDescriptor.of(ValueLayout.JAVA_INT)).invokeExact(state);
      return result < 0 ? CallState.errno(state) : 0;
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The text that the C library has for an error number. */
  static String errorText(int number) {
    try {
      MethodHandle strerror =
          LINKER.downcallHandle(
              LINKER.defaultLookup().findOrThrow("strerror"),
              FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
      MemorySegment text = (MemorySegment) strerror.invokeExact(number);
      return text.reinterpret(256).getString(0);
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static int callWithTwoNumbers(String name, int first, int second) {
    FunctionDescriptor types =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CallState.LAYOUT);
      int result = (int) handle(name, types).invokeExact(state, first, second);
      return result < 0 ? CallState.errno(state) : 0;
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** A handle on a C function that keeps {@code errno} in its first argument. */
  static MethodHandle handle(String name, FunctionDescriptor types) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), types, Linker.Option.captureCallState("errno"));
  }

  /** A handle on a C function whose {@code errno} does not matter. */
  static MethodHandle plainHandle(String name, FunctionDescriptor types) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), types);
  }
}
