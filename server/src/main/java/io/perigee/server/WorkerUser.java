package io.perigee.server;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.perigee.conf.text.ConfError;
import io.perigee.core.cycle.Cycle;
import io.perigee.core.cycle.MainSettings;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code user} directive. Linux keeps user and groups for each thread, and the C library's
 * {@code setuid} only changes all threads because it asks each of them to. So a worker's thread
 * makes the system calls itself: it opens files and starts programs as the configured user, while
 * the master's thread keeps the rights to bind low ports and to reopen logs, as the two processes
 * of nginx do.
 */
@SuppressWarnings("restricted")
final class WorkerUser {
  private static final int MAX_GROUPS = 256;

  /** Offsets of the numbers in the C library's structures for users and groups. */
  private static final long USER_ID = 16;

  private static final long GROUP_ID = 16;

  private final int user;
  private final int group;
  private final int[] groups;

  private WorkerUser(int user, int group, int[] groups) {
    this.user = user;
    this.group = group;
    this.groups = groups;
  }

  /** The user that a configuration names; null where workers stay what the process is. */
  static @Nullable WorkerUser of(Cycle cycle) {
    List<String> names = cycle.main().get(MainSettings.USER);
    if (names.isEmpty() || !System.getProperty("os.name").equals("Linux")) {
      return null;
    }
    String user = names.getFirst();
    int userId = number("getpwnam", user, USER_ID);
    int groupId = number("getgrnam", names.getLast(), GROUP_ID);
    if (userId == 0) {
      return null;
    }
    return new WorkerUser(userId, groupId, groupsOf(user, groupId));
  }

  private static int number(String function, String name, long offset) {
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle find =
          NativeCalls.plainHandle(function, FunctionDescriptor.of(ADDRESS, ADDRESS));
      MemorySegment entry = (MemorySegment) find.invokeExact(arena.allocateFrom(name));
      if (entry.address() != 0) {
        return entry.reinterpret(64).get(JAVA_INT, offset);
      }
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
    throw new ConfError(function + "(\"" + name + "\") failed");
  }

  private static int[] groupsOf(String user, int group) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment list = arena.allocate(JAVA_INT, MAX_GROUPS);
      MemorySegment count = arena.allocateFrom(JAVA_INT, MAX_GROUPS);
      MethodHandle find =
          NativeCalls.plainHandle(
              "getgrouplist", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
      int found = (int) find.invokeExact(arena.allocateFrom(user), group, list, count);
      int size = found < 0 ? 1 : count.get(JAVA_INT, 0);
      int[] groups = new int[size];
      MemorySegment.copy(list, JAVA_INT, 0, groups, 0, size);
      return groups;
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Gives the calling thread this user's rights, for good. */
  void assume() {
    boolean x86 = !System.getProperty("os.arch").equals("aarch64");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment list = arena.allocateFrom(JAVA_INT, groups);
      call(x86 ? 116 : 159, groups.length, list.address(), 0);
      call(x86 ? 119 : 149, group, group, group);
      call(x86 ? 117 : 147, user, user, user);
    } catch (Throwable failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** One of setgroups, setresgid, setresuid; their numbers differ between machines. */
  private static void call(long number, long first, long second, long third) throws Throwable {
    Linker linker = Linker.nativeLinker();
    MethodHandle syscall =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
    long result = (long) syscall.invokeExact(number, first, second, third);
    if (result != 0) {
      throw new IllegalStateException("system call " + number + " was refused");
    }
  }
}
