package io.perigee.lua.library;

import io.perigee.lua.LuaLibrary;
import io.perigee.lua.LuaVm;
import io.perigee.lua.runtime.Calls;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.ErrorFunction;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.Metatables;
import io.perigee.lua.runtime.NextFunction;
import io.perigee.lua.runtime.PcallFunction;
import io.perigee.lua.runtime.ProtectedCalls;
import io.perigee.lua.runtime.RaisingFunction;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Metamethod;
import io.perigee.lua.value.Results;
import io.perigee.lua.value.Userdata;
import java.io.IOException;

/**
 * The basic functions (Lua manual 5.1) with LuaJIT's extensions: {@code xpcall} passes arguments,
 * {@code load} takes strings, a mode and an environment. What loads chunks is in {@link
 * LoadFunctions}.
 */
public final class BaseLibrary implements LuaLibrary {
  private static final double KIBIBYTE = 1024.0;

  /** As many as LuaJIT needs of the smallest steps when there is little to collect. */
  private static final double STEPS_OF_CYCLE = 32;

  private LuaVm vm;
  private LuaFile output;
  private JavaFunction tostring;
  private double pause = 200;
  private double stepMultiplier = 200;
  private double steps;
  private boolean collecting = true;

  /** The library; each VM needs its own. */
  public BaseLibrary() {}

  @Override
  public void install(LuaVm vm) {
    this.vm = vm;
    output = StandardFiles.of(vm).output();
    LuaTable globals = vm.globals();
    globals.put("_G", globals);
    vm.loaded().put("_G", globals);
    Module base = new Module(globals);
    base.value("_VERSION", "Lua 5.1");
    TableAccess.register(base);
    LoadFunctions.register(vm, base);
    Environments.register(vm, base);
    tostring = new ToString();
    base.function(tostring);
    base.function(new ToNumber());
    base.function(NextFunction.INSTANCE);
    base.function(new Type());
    base.function(new Select());
    base.function(new Assert());
    base.function(new ErrorFunction(vm));
    base.function(new PcallFunction(vm));
    base.function("xpcall", this::xpcall);
    base.function("print", this::print);
    base.function("newproxy", this::newproxy);
    base.function("collectgarbage", this::collectgarbage);
    base.function("gcinfo", args -> usedKibibytes());
  }

  private Object xpcall(Object[] args) {
    Arguments.any(args, 0);
    Object handler = Arguments.function(args, 1);
    return ProtectedCalls.xpcall(vm, args[0], handler, rest(args, 2));
  }

  static Object[] rest(Object[] args, int from) {
    Object[] rest = new Object[Math.max(args.length - from, 0)];
    System.arraycopy(args, args.length - rest.length, rest, 0, rest.length);
    return rest;
  }

  private Object print(Object[] args) {
    Object converter = vm.globals().get(LuaString.of("tostring"));
    try {
      for (int i = 0; i < args.length; i++) {
        Object text =
            tostring.equals(converter)
                ? Conversions.tostring(args[i])
                : Calls.first(converter, args[i]);
        LuaString bytes = Conversions.toLuaString(text);
        if (bytes == null) {
          throw LuaError.at(1, "'tostring' must return a string to 'print'");
        }
        if (i > 0) {
          output.write('\t');
        }
        output.write(bytes.bytes());
      }
      output.write('\n');
    } catch (IOException e) {
      throw LuaError.at(1, SystemError.of(e).text());
    }
    return Results.EMPTY;
  }

  private Object newproxy(Object[] args) {
    Object kind = Arguments.at(args, 0);
    Userdata proxy = new Userdata(null);
    if (kind instanceof Boolean b) {
      if (b) {
        proxy.metatable(new LuaTable());
        vm.finalizers().watch(proxy);
      }
    } else if (kind instanceof Userdata other && other.metatable() != null) {
      proxy.metatable(other.metatable());
      vm.finalizers().watch(proxy);
    } else if (kind != null) {
      throw Arguments.error(0, "boolean or proxy expected");
    }
    return proxy;
  }

  private Object collectgarbage(Object[] args) {
    int option =
        Arguments.option(
            args,
            0,
            "collect",
            "stop",
            "restart",
            "collect",
            "count",
            "step",
            "setpause",
            "setstepmul",
            "isrunning");
    double value = Arguments.optionalInteger(args, 1, 0);
    switch (option) {
      case 0 -> collecting = false;
      case 1 -> collecting = true;
      case 2 -> collect();
      case 3 -> {
        return usedKibibytes();
      }
      case 4 -> {
        return step(value);
      }
      case 5 -> {
        double before = pause;
        pause = value;
        return before;
      }
      case 6 -> {
        double before = stepMultiplier;
        stepMultiplier = value;
        return before;
      }
      default -> {
        return collecting;
      }
    }
    return 0.0;
  }

  /** A step of so many KB: those that end a cycle collect. */
  private boolean step(double size) {
    steps += Math.max(size, 1);
    if (steps < STEPS_OF_CYCLE) {
      return false;
    }
    steps = 0;
    collect();
    return true;
  }

  private void collect() {
    System.gc();
    vm.collect();
  }

  private static double usedKibibytes() {
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / KIBIBYTE;
  }

  /** {@code type}. */
  private static final class Type extends UnaryFunction {
    private static final LuaString NUMBER = LuaString.intern("number");
    private static final LuaString STRING = LuaString.intern("string");
    private static final LuaString TABLE = LuaString.intern("table");
    private static final LuaString NIL = LuaString.intern("nil");

    Type() {
      super("type");
    }

    @Override
    Object call(Object a, int given) {
      if (a instanceof LuaString) {
        return STRING;
      }
      if (a instanceof LuaTable) {
        return TABLE;
      }
      if (a instanceof Double) {
        return NUMBER;
      }
      if (a == null) {
        if (given == 0) {
          throw Arguments.missingValue(0);
        }
        return NIL;
      }
      return LuaString.intern(Conversions.typeName(a));
    }
  }

  /** {@code tostring}. */
  private static final class ToString extends UnaryFunction {
    ToString() {
      super("tostring");
    }

    @Override
    Object call(Object a, int given) {
      if (given == 0) {
        throw Arguments.missingValue(0);
      }
      boolean mayHandle = a instanceof LuaTable || a instanceof Userdata;
      Object handler = mayHandle ? Metatables.handler(a, Metamethod.TOSTRING) : null;
      // As LuaJIT, which calls the handler in its own place: all its results count.
      return handler == null ? Conversions.tostring(a) : Calls.call(handler, a);
    }
  }

  /** {@code tonumber}. */
  private static final class ToNumber extends BinaryFunction {
    ToNumber() {
      super("tonumber");
    }

    @Override
    Object call(Object a, Object b, int given) {
      int base = Arguments.optionalInteger(b, 1, 10);
      if (base == 10) {
        if (given == 0) {
          throw Arguments.missingValue(0);
        }
        return Conversions.toNumber(a);
      }
      LuaString text = Conversions.toLuaString(a);
      if (text == null) {
        throw Arguments.wrongType(a, 0, given, "string");
      }
      if (base < 2 || base > 36) {
        throw Arguments.error(1, "base out of range");
      }
      return DigitText.parse(text.bytes(), base);
    }
  }

  /** {@code select}. */
  private static final class Select extends JavaFunction {
    Select() {
      super("select");
    }

    @Override
    public Object invoke() {
      throw Arguments.wrongType(null, 0, 0, "number");
    }

    @Override
    public Object invoke(Object a) {
      return select(a, new Object[] {a});
    }

    @Override
    public Object invoke(Object a, Object b) {
      return isCount(a) ? (Object) 1.0 : select(a, new Object[] {a, b});
    }

    @Override
    public Object invoke(Object a, Object b, Object c) {
      return isCount(a) ? (Object) 2.0 : select(a, new Object[] {a, b, c});
    }

    @Override
    public Object invoke(Object[] args) {
      return select(Arguments.at(args, 0), args);
    }

    private static boolean isCount(Object n) {
      return n instanceof LuaString s && s.length() > 0 && s.byteAt(0) == '#';
    }

    private static Object select(Object n, Object[] args) {
      if (isCount(n)) {
        return (double) (args.length - 1);
      }
      int from = Arguments.integer(n, 0, args.length);
      int count = args.length - 1;
      if (from < 0) {
        from += count + 1;
      }
      if (from < 1) {
        throw Arguments.error(0, "index out of range");
      }
      if (from == count) {
        return args[from];
      }
      return from > count ? Results.EMPTY : Results.of(rest(args, from));
    }
  }

  /** {@code assert}. */
  private static final class Assert extends RaisingFunction {
    private static final String MESSAGE = "assertion failed!";

    Assert() {
      super("assert");
    }

    @Override
    public Object invoke() {
      throw Arguments.missingValue(0);
    }

    @Override
    public Object invoke(Object a) {
      if (!Conversions.isTruthy(a)) {
        throw LuaError.at(1, MESSAGE);
      }
      return a;
    }

    @Override
    public Object invoke(Object a, Object b) {
      if (!Conversions.isTruthy(a)) {
        throw failed(b);
      }
      return Results.of(a, b);
    }

    @Override
    protected void raiseForHost(Object a) {
      if (!Conversions.isTruthy(a)) {
        throw new LuaError(MESSAGE);
      }
    }

    @Override
    protected void raiseForHost(Object a, Object b) {
      if (!Conversions.isTruthy(a)) {
        throw new LuaError(isText(b) ? LuaString.of(message(b)) : b);
      }
    }

    @Override
    public Object invoke(Object a, Object b, Object c) {
      if (!Conversions.isTruthy(a)) {
        throw isText(b) ? failed(b) : new LuaError(c);
      }
      return Results.of(new Object[] {a, b, c});
    }

    @Override
    public Object invoke(Object[] args) {
      Object a = Arguments.any(args, 0);
      if (!Conversions.isTruthy(a)) {
        throw args.length == 1 ? LuaError.at(1, MESSAGE) : raised(args);
      }
      return Results.of(args);
    }

    /** Without a text as second argument the last is raised: what LuaJIT finds on its stack. */
    private static LuaError raised(Object[] args) {
      return isText(args[1]) ? failed(args[1]) : new LuaError(args[args.length - 1]);
    }

    private static boolean isText(Object message) {
      return message instanceof LuaString || message instanceof Double;
    }

    /** As LuaJIT, which gives a text the position of the caller, as error does, up to a zero. */
    private static LuaError failed(Object message) {
      if (!isText(message)) {
        return new LuaError(message);
      }
      return LuaError.at(1, message(message));
    }

    private static String message(Object value) {
      return LuaError.upToZero(String.valueOf(Conversions.toLuaString(value)));
    }
  }

  /** The metatable field that protects a metatable, or nil. */
  static Object protection(LuaTable metatable) {
    return metatable == null ? null : metatable.metamethod(Metamethod.METATABLE);
  }
}
