package io.perigee.lua.value;

/**
 * A Lua function whose body is Java: what Lua calls a C function. There is one subclass for each
 * number of parameters, and each form of {@code invoke} calls the body directly, so that one
 * activation is exactly one stack frame of a class below this one; tracebacks count on that.
 */
public abstract class JavaFunction extends LuaFunction {
  private static final Object[] NONE = {};

  private final String name;

  /** A function that implements the forms of invoke itself. */
  protected JavaFunction(String name) {
    this.name = name;
  }

  /** A function of no parameters. */
  public static JavaFunction of(String name, Function0 body) {
    return new Nullary(name, body);
  }

  /** A function of one parameter. */
  public static JavaFunction of(String name, Function1 body) {
    return new Unary(name, body);
  }

  /** A function of two parameters. */
  public static JavaFunction of(String name, Function2 body) {
    return new Binary(name, body);
  }

  /** A function of three parameters. */
  public static JavaFunction of(String name, Function3 body) {
    return new Ternary(name, body);
  }

  /** A function that takes its arguments as they come. */
  public static JavaFunction variadic(String name, FunctionN body) {
    return new Variadic(name, body);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final boolean isHost() {
    return true;
  }

  private static Object at(Object[] args, int index) {
    return index < args.length ? args[index] : null;
  }

  private static final class Nullary extends JavaFunction {
    private final Function0 body;

    Nullary(String name, Function0 body) {
      super(name);
      this.body = body;
    }

    @Override
    public Object invoke() {
      return body.call();
    }

    @Override
    public Object invoke(Object a) {
      return body.call();
    }

    @Override
    public Object invoke(Object a, Object b) {
      return body.call();
    }

    @Override
    public Object invoke(Object a, Object b, Object c) {
      return body.call();
    }

    @Override
    public Object invoke(Object[] args) {
      return body.call();
    }
  }

  private static final class Unary extends JavaFunction {
    private final Function1 body;

    Unary(String name, Function1 body) {
      super(name);
      this.body = body;
    }

    @Override
    public Object invoke() {
      return body.call(null);
    }

    @Override
    public Object invoke(Object a) {
      return body.call(a);
    }

    @Override
    public Object invoke(Object a, Object b) {
      return body.call(a);
    }

    @Override
    public Object invoke(Object a, Object b, Object c) {
      return body.call(a);
    }

    @Override
    public Object invoke(Object[] args) {
      return body.call(at(args, 0));
    }
  }

  private static final class Binary extends JavaFunction {
    private final Function2 body;

    Binary(String name, Function2 body) {
      super(name);
      this.body = body;
    }

    @Override
    public Object invoke() {
      return body.call(null, null);
    }

    @Override
    public Object invoke(Object a) {
      return body.call(a, null);
    }

    @Override
    public Object invoke(Object a, Object b) {
      return body.call(a, b);
    }

    @Override
    public Object invoke(Object a, Object b, Object c) {
      return body.call(a, b);
    }

    @Override
    public Object invoke(Object[] args) {
      return body.call(at(args, 0), at(args, 1));
    }
  }

  private static final class Ternary extends JavaFunction {
    private final Function3 body;

    Ternary(String name, Function3 body) {
      super(name);
      this.body = body;
    }

    @Override
    public Object invoke() {
      return body.call(null, null, null);
    }

    @Override
    public Object invoke(Object a) {
      return body.call(a, null, null);
    }

    @Override
    public Object invoke(Object a, Object b) {
      return body.call(a, b, null);
    }

    @Override
    public Object invoke(Object a, Object b, Object c) {
      return body.call(a, b, c);
    }

    @Override
    public Object invoke(Object[] args) {
      return body.call(at(args, 0), at(args, 1), at(args, 2));
    }
  }

  private static final class Variadic extends JavaFunction {
    private final FunctionN body;

    Variadic(String name, FunctionN body) {
      super(name);
      this.body = body;
    }

    @Override
    public Object invoke() {
      return body.call(NONE);
    }

    @Override
    public Object invoke(Object a) {
      return body.call(new Object[] {a});
    }

    @Override
    public Object invoke(Object a, Object b) {
      return body.call(new Object[] {a, b});
    }

    @Override
    public Object invoke(Object a, Object b, Object c) {
      return body.call(new Object[] {a, b, c});
    }

    @Override
    public Object invoke(Object[] args) {
      return body.call(args);
    }
  }
}
