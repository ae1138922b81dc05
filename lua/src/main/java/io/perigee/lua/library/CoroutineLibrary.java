package io.perigee.lua.library;

import io.perigee.lua.LuaLibrary;
import io.perigee.lua.LuaVm;
import io.perigee.lua.coroutine.Coroutine;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.ProtectedCalls;
import io.perigee.lua.runtime.YieldFunction;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaFault;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;

/** The library {@code coroutine} (Lua manual 5.2), with {@code isyieldable} as LuaJIT. */
public final class CoroutineLibrary implements LuaLibrary {
  private static final LuaString SUSPENDED = name(Coroutine.Status.SUSPENDED);
  private static final LuaString RUNNING = name(Coroutine.Status.RUNNING);
  private static final LuaString NORMAL = name(Coroutine.Status.NORMAL);
  private static final LuaString DEAD = name(Coroutine.Status.DEAD);

  private LuaVm vm;

  /** The library; each VM needs its own. */
  public CoroutineLibrary() {}

  @Override
  public void install(LuaVm vm) {
    this.vm = vm;
    Module.global(vm, "coroutine")
        .function(
            new UnaryFunction("create") {
              @Override
              Object call(Object body, int given) {
                return create(body, given);
              }
            })
        .function(new Resume())
        .function(new Yield())
        .function(
            new UnaryFunction("status") {
              @Override
              Object call(Object coroutine, int given) {
                return statusOf(coroutine);
              }
            })
        .function("running", args -> this.vm.currentCoroutine())
        .function("isyieldable", args -> Coroutine.isYieldable())
        .function(
            new UnaryFunction("wrap") {
              @Override
              Object call(Object body, int given) {
                return new WrapFunction(create(body, given));
              }
            });
  }

  /** The function {@code coroutine.yield}. */
  private static final class Yield extends YieldFunction {
    Yield() {
      super("yield");
    }

    @Override
    protected Object suspend(Object values) {
      return Coroutine.pause(values);
    }
  }

  private static Coroutine coroutine(Object[] args) {
    if (Arguments.at(args, 0) instanceof Coroutine c) {
      return c;
    }
    throw Arguments.error(0, "coroutine expected");
  }

  /** Why a coroutine cannot be resumed, or null when it can. */
  private static String obstacle(Coroutine coroutine) {
    Coroutine.Status status = coroutine.status();
    if (status == Coroutine.Status.SUSPENDED) {
      return null;
    }
    boolean dead = status == Coroutine.Status.DEAD;
    return dead ? "cannot resume dead coroutine" : "cannot resume running coroutine";
  }

  private Coroutine create(Object body, int given) {
    if (body instanceof LuaFunction f) {
      return new Coroutine(vm, f);
    }
    throw Arguments.wrongType(body, 0, given, "function");
  }

  private static LuaString name(Coroutine.Status status) {
    return LuaString.intern(status.text());
  }

  private static LuaString statusOf(Object value) {
    if (value instanceof Coroutine coroutine) {
      return switch (coroutine.status()) {
        case SUSPENDED -> SUSPENDED;
        case RUNNING -> RUNNING;
        case NORMAL -> NORMAL;
        case DEAD -> DEAD;
      };
    }
    throw Arguments.error(0, "coroutine expected");
  }

  /** The function {@code coroutine.resume}: its usual forms pass values without an array. */
  @SuppressWarnings("OverridingMethodInconsistentArgumentNamesChecker") // the first is special
  private static final class Resume extends JavaFunction {
    Resume() {
      super("resume");
    }

    @Override
    public Object invoke() {
      throw Arguments.error(0, "coroutine expected");
    }

    @Override
    public Object invoke(Object coroutine) {
      return run(coroutine, Results.EMPTY);
    }

    @Override
    public Object invoke(Object coroutine, Object a) {
      return run(coroutine, a);
    }

    @Override
    public Object invoke(Object coroutine, Object a, Object b) {
      return run(coroutine, Results.of(a, b));
    }

    @Override
    public Object invoke(Object[] args) {
      return run(coroutine(args), Results.of(BaseLibrary.rest(args, 1)));
    }

    private static Object run(Object first, Object values) {
      if (!(first instanceof Coroutine coroutine)) {
        throw Arguments.error(0, "coroutine expected");
      }
      String obstacle = obstacle(coroutine);
      if (obstacle != null) {
        return Results.of(false, LuaString.of(obstacle));
      }
      try {
        return ProtectedCalls.success(coroutine.advance(values));
      } catch (LuaFault e) {
        return Results.of(false, e.value());
      }
    }
  }

  /** The function that {@code coroutine.wrap} makes. */
  private static final class WrapFunction extends JavaFunction {
    private final Coroutine coroutine;

    WrapFunction(Coroutine coroutine) {
      super("wrap_aux");
      this.coroutine = coroutine;
    }

    @Override
    public Object invoke() {
      return run(Results.EMPTY);
    }

    @Override
    public Object invoke(Object a) {
      return run(a);
    }

    @Override
    public Object invoke(Object a, Object b) {
      return run(values(a, b));
    }

    /** Most generators that a loop calls drop what it gives them. */
    private Object values(Object a, Object b) {
      return coroutine.dropsValues() ? Results.EMPTY : Results.of(a, b);
    }

    @Override
    public Object invoke(Object a, Object b, Object c) {
      return run(Results.of(new Object[] {a, b, c}));
    }

    @Override
    public Object invoke(Object[] args) {
      return run(Results.of(args));
    }

    private Object run(Object values) {
      String obstacle = obstacle(coroutine);
      if (obstacle != null) {
        throw LuaError.at(1, obstacle);
      }
      try {
        return coroutine.advance(values);
      } catch (LuaFault e) {
        throw passedOn(e);
      }
    }

    @Override
    public Object callWithoutStack(Object a, Object b) {
      try {
        return coroutine.advanceInside(values(a, b));
      } catch (LuaFault e) {
        throw passedOn(e);
      }
    }

    private static LuaError passedOn(LuaFault e) {
      return e.value() instanceof LuaString message
          ? LuaError.at(1, LuaError.upToZero(message.toString()))
          : LuaError.again(e);
    }
  }
}
