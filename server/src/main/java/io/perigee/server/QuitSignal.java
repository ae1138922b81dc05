package io.perigee.server;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes SIGQUIT mean "stop gracefully", as nginx's users know it.
 *
 * <p>The JVM keeps SIGQUIT for its thread dump and refuses it to {@code sun.misc.Signal}. Signals
 * must not be handled by Java code called from C either: the handler may run on any thread at any
 * instruction. So one page of memory gets a handler of a few machine instructions that sends the
 * process another signal, {@code kill(getpid(), SIGPWR)}, by system calls alone; this is safe at
 * any instruction. SIGPWR can be handled in Java ({@link Signals}), and on its own it means a
 * failing power supply, for which a graceful stop is right as well. The page is written first and
 * then made executable and read-only.
 *
 * <p>Known for Linux on x86-64 and AArch64; elsewhere SIGQUIT keeps printing threads, and {@code
 * perigee -s quit} is told to send SIGPWR by {@link #signalNumber()}.
 */
@SuppressWarnings("restricted")
final class QuitSignal {
  /** The signal that Java handles in place of SIGQUIT. */
  static final String HANDLED_AS = "PWR";

  private static final long SIGQUIT = 3;
  private static final int SIGPWR = 30;
  private static final long PAGE = 4096;
  private static final long READ_WRITE = 3;
  private static final long READ_EXECUTE = 5;
  private static final long PRIVATE_ANONYMOUS = 0x22;
  private static final long NO_FILE = -1;
  private static final long FAILED = -1;
  private static final int SA_RESTART = 0x10000000;

  /**
   * The handler for x86-64: {@code endbr64; mov eax,39 (getpid); syscall; mov edi,eax; mov esi,30;
   * mov eax,62 (kill); syscall; ret}.
   */
  private static final int[] X86_64 = {
    0xf3, 0x0f, 0x1e, 0xfa, 0xb8, 0x27, 0x00, 0x00, 0x00, 0x0f, 0x05, 0x89, 0xc7, 0xbe, 0x1e, 0x00,
    0x00, 0x00, 0xb8, 0x3e, 0x00, 0x00, 0x00, 0x0f, 0x05, 0xc3
  };

  /**
   * The handler for AArch64: {@code mov x8,#172 (getpid); svc #0; mov w1,#30; mov x8,#129 (kill);
   * svc #0; ret}, each word with its lowest byte first.
   */
  private static final int[] AARCH64 = {
    0x88, 0x15, 0x80, 0xd2, 0x01, 0x00, 0x00, 0xd4, 0xc1, 0x03, 0x80, 0x52, 0x28, 0x10, 0x80, 0xd2,
    0x01, 0x00, 0x00, 0xd4, 0xc0, 0x03, 0x5f, 0xd6
  };

  private QuitSignal() {}

  /** Whether the machine is one whose instructions are known here. */
  static boolean isKnownMachine() {
    return code().length > 0;
  }

  /** The signal that another process sends to stop a server gracefully. */
  static int signalNumber() {
    return isKnownMachine() ? (int) SIGQUIT : SIGPWR;
  }

  private static int[] code() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return new int[0];
    }
    return switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64" -> AARCH64;
      default -> new int[0];
    };
  }

  /**
   * Installs the handler. The answer is why that could not be done, for a log, or null: the machine
   * may be unknown, or refuse an executable page.
   */
  static @Nullable String install() {
    int[] code = code();
    if (code.length == 0) {
      return "this machine is not known";
    }
    try {
      MemorySegment page = executablePage(code);
      if (page.address() == 0) {
        return "the system refuses an executable page";
      }
      return installHandler(page) ? null : "the system refuses the handler";
    } catch (Throwable failure) {
      return failure.toString();
    }
  }

  /**
   * A C function whose arguments are numbers or addresses. All are bound with one type, because
   * each type costs a start some milliseconds: the calling conventions of both machines hand up to
   * six such arguments over in registers, where a function does not see those beyond its own.
   */
  private static MethodHandle function(String name) {
    return NativeCalls.plainHandle(
        name,
        FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
  }

  private static MemorySegment executablePage(int[] code) throws Throwable {
    long address =
        (long) function("mmap").invokeExact(0L, PAGE, READ_WRITE, PRIVATE_ANONYMOUS, NO_FILE, 0L);
    if (address == FAILED) {
      return MemorySegment.NULL;
    }
    MemorySegment page = MemorySegment.ofAddress(address).reinterpret(PAGE);
    for (int i = 0; i < code.length; i++) {
      page.set(JAVA_BYTE, i, (byte) code[i]);
    }
    long refused = (long) function("mprotect").invokeExact(address, PAGE, READ_EXECUTE, 0L, 0L, 0L);
    return (int) refused == 0 ? page : MemorySegment.NULL;
  }

  /**
   * Hands the page to {@code sigaction}. The C library's structure has the handler's address first,
   * then a mask of 128 bytes, then the flags; the rest stays zero.
   */
  private static boolean installHandler(MemorySegment handler) throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(256, 8);
      action.set(ADDRESS, 0, handler);
      action.set(JAVA_INT, 8 + 128, SA_RESTART);
      long refused =
          (long) function("sigaction").invokeExact(SIGQUIT, action.address(), 0L, 0L, 0L, 0L);
      return (int) refused == 0;
    }
  }
}
