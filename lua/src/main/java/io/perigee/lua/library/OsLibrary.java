package io.perigee.lua.library;

import io.perigee.lua.LuaLibrary;
import io.perigee.lua.LuaVm;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.Indexing;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * The library {@code os} (Lua manual 5.8). {@code os.clock} is the processor time of the thread.
 */
public final class OsLibrary implements LuaLibrary {
  private static final double NANOSECONDS = 1e9;
  private static final int SUCCESS = 0;
  private static final int FAILURE = 1;

  private LuaVm vm;

  /** The library; each VM needs its own. */
  public OsLibrary() {}

  /** What {@code os.exit} does; a host attaches its own to keep the process alive. */
  @FunctionalInterface
  public interface ExitAction {
    /** Ends the process, or whatever stands for it, with an exit code. */
    void exit(int code);
  }

  /** The thread's clock, made when first asked for because the class is slow to load. */
  private static final class ThreadClock {
    private static final ThreadMXBean BEAN = ManagementFactory.getThreadMXBean();

    private ThreadClock() {}
  }

  @Override
  public void install(LuaVm vm) {
    this.vm = vm;
    Module.global(vm, "os")
        .function("clock", args -> ThreadClock.BEAN.getCurrentThreadCpuTime() / NANOSECONDS)
        .function("date", OsLibrary::date)
        .function("difftime", OsLibrary::difftime)
        .function("execute", this::execute)
        .function("exit", this::exit)
        .function("getenv", OsLibrary::getenv)
        .function("remove", OsLibrary::remove)
        .function("rename", OsLibrary::rename)
        .function("setlocale", OsLibrary::setlocale)
        .function("time", OsLibrary::time)
        .function("tmpname", OsLibrary::tmpname);
  }

  private static Object difftime(Object[] args) {
    return Arguments.number(args, 0) - Arguments.optionalNumber(args, 1, 0);
  }

  private Object execute(Object[] args) {
    if (Arguments.at(args, 0) == null) {
      return 1.0;
    }
    LuaString command = Arguments.string(args, 0);
    try {
      StandardFiles.of(vm).flush();
      return (double) Commands.run(FileName.text(command));
    } catch (IOException e) {
      return -1.0;
    }
  }

  private Object exit(Object[] args) {
    Object code = Arguments.at(args, 0);
    int status = SUCCESS;
    if (code instanceof Boolean b) {
      status = b ? SUCCESS : FAILURE;
    } else if (code != null) {
      status = Arguments.integer(args, 0);
    }
    if (Arguments.truthy(args, 1)) {
      vm.close();
    }
    try {
      StandardFiles.of(vm).flush();
    } catch (IOException e) {
      status = FAILURE;
    }
    ExitAction action = vm.attachment(ExitAction.class);
    if (action == null) {
      System.exit(status);
    } else {
      action.exit(status);
    }
    return Results.EMPTY;
  }

  private static Object getenv(Object[] args) {
    String value = System.getenv(FileName.text(Arguments.string(args, 0)));
    return value == null ? null : LuaString.utf8(value);
  }

  private static Object remove(Object[] args) {
    LuaString name = Arguments.string(args, 0);
    try {
      Files.delete(FileName.path(name));
      return true;
    } catch (IOException e) {
      return SystemError.of(e).results(name);
    }
  }

  private static Object rename(Object[] args) {
    LuaString from = Arguments.string(args, 0);
    LuaString to = Arguments.string(args, 1);
    try {
      Path target = FileName.path(to);
      Files.move(
          FileName.path(from),
          target,
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      return SystemError.of(e).results(from);
    }
  }

  private static Object setlocale(Object[] args) {
    LuaString locale = Arguments.optionalString(args, 0, null);
    Arguments.option(args, 1, "all", "all", "collate", "ctype", "monetary", "numeric", "time");
    boolean known =
        locale == null
            || locale.length() == 0
            || locale.toString().equals("C")
            || locale.toString().equals("POSIX");
    return known ? LuaString.of("C") : null;
  }

  private static Object tmpname(Object[] args) {
    try {
      return LuaString.utf8(Files.createTempFile(Path.of("/tmp"), "lua_", "").toString());
    } catch (IOException e) {
      throw LuaError.at(1, "unable to generate a unique filename");
    }
  }

  // ---- time ----

  private static Object date(Object[] args) {
    LuaString given = Arguments.optionalString(args, 0, LuaString.of("%c"));
    boolean hasTime = Arguments.at(args, 1) != null;
    double seconds = hasTime ? Arguments.number(args, 1) : Instant.now().getEpochSecond();
    boolean utc = given.length() > 0 && given.byteAt(0) == '!';
    LuaString format = utc ? given.substring(1, given.length()) : given;
    ZonedDateTime time;
    try {
      ZoneId zone = utc ? ZoneOffset.UTC : ZoneId.systemDefault();
      time = Instant.ofEpochSecond((long) seconds).atZone(zone);
    } catch (DateTimeException e) {
      return null;
    }
    if (format.startsWith(LuaString.of("*t"))) {
      return fields(time);
    }
    return LuaString.wrap(DateText.format(format.bytes(), time));
  }

  private static LuaTable fields(ZonedDateTime time) {
    LuaTable table = new LuaTable(0, 9);
    table.put("sec", (double) time.getSecond());
    table.put("min", (double) time.getMinute());
    table.put("hour", (double) time.getHour());
    table.put("day", (double) time.getDayOfMonth());
    table.put("month", (double) time.getMonthValue());
    table.put("year", (double) time.getYear());
    table.put("wday", time.getDayOfWeek().getValue() % 7 + 1.0);
    table.put("yday", (double) time.getDayOfYear());
    table.put("isdst", time.getZone().getRules().isDaylightSavings(time.toInstant()));
    return table;
  }

  private static Object time(Object[] args) {
    if (Arguments.at(args, 0) == null) {
      return (double) Instant.now().getEpochSecond();
    }
    LuaTable table = Arguments.table(args, 0);
    int second = field(table, "sec", 0);
    int minute = field(table, "min", 0);
    int hour = field(table, "hour", 12);
    int day = field(table, "day", -1);
    int month = field(table, "month", -1);
    int year = field(table, "year", -1);
    ZoneId zone = ZoneId.systemDefault();
    try {
      ZonedDateTime time =
          LocalDateTime.of(year, 1, 1, 0, 0)
              .plusMonths(month - 1L)
              .plusDays(day - 1L)
              .plusHours(hour)
              .plusMinutes(minute)
              .plusSeconds(second)
              .atZone(zone);
      long seconds = time.toEpochSecond();
      boolean summer = zone.getRules().isDaylightSavings(time.toInstant());
      if (Boolean.TRUE.equals(Indexing.index(table, LuaString.of("isdst"))) && !summer) {
        seconds -= 3600;
      }
      return (double) seconds;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** A field of the date table; a negative default says that it must be there. */
  private static int field(LuaTable table, String name, int otherwise) {
    Double value = Conversions.toNumber(Indexing.index(table, LuaString.of(name)));
    if (value != null) {
      return Arguments.toInteger(value);
    }
    if (otherwise < 0) {
      throw LuaError.at(1, "field '" + name + "' missing in date table");
    }
    return otherwise;
  }
}
