package io.perigee.lua.library;

import io.perigee.lua.LuaLibrary;
import io.perigee.lua.LuaVm;
import io.perigee.lua.value.Results;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The library {@code math} (Lua manual 5.6) with LuaJIT's two-argument {@code math.log}. */
public final class MathLibrary implements LuaLibrary {
  private static final double LN_2 = Math.log(2);

  private final RandomNumbers random = new RandomNumbers();

  /** The library; each VM needs its own because of the random numbers. */
  public MathLibrary() {}

  @Override
  public void install(LuaVm vm) {
    Module math = Module.global(vm, "math");
    math.value("pi", Math.PI);
    math.value("huge", Double.POSITIVE_INFINITY);
    rounding(math);
    transcendental(math);
    math.function(new RealFunction2("fmod", (x, y) -> x % y));
    math.function(new RealFunction2("pow", MathLibrary::power));
    math.function(new RealFunction2("atan2", Math::atan2));
    math.function(new RealFunction2("ldexp", MathLibrary::scale));
    math.function(
        new UnaryFunction("frexp") {
          @Override
          Object call(Object a, int given) {
            return splitBinary(Arguments.number(a, 0, given));
          }
        });
    math.function(
        new UnaryFunction("modf") {
          @Override
          Object call(Object a, int given) {
            return splitDecimal(Arguments.number(a, 0, given));
          }
        });
    extremes(math);
    math.function("random", this::random);
    math.function("randomseed", this::randomseed);
  }

  private static void rounding(Module math) {
    math.function(
        new NumberFunction("floor") {
          @Override
          public double applyAsDouble(double x) {
            return Math.floor(x);
          }
        });
    math.function(
        new NumberFunction("ceil") {
          @Override
          public double applyAsDouble(double x) {
            return Math.ceil(x);
          }
        });
    math.function(
        new NumberFunction("abs") {
          @Override
          public double applyAsDouble(double x) {
            return Math.abs(x);
          }
        });
    math.function(
        new NumberFunction("sqrt") {
          @Override
          public double applyAsDouble(double x) {
            return Math.sqrt(x);
          }
        });
  }

  private static void extremes(Module math) {
    math.function(
        new Extreme("max") {
          @Override
          public double applyAsDouble(double x, double y) {
            return x > y ? x : y;
          }
        });
    math.function(
        new Extreme("min") {
          @Override
          public double applyAsDouble(double x, double y) {
            return x < y ? x : y;
          }
        });
  }

  private static void transcendental(Module math) {
    math.function(new RealFunction("sin", Math::sin));
    math.function(new RealFunction("cos", Math::cos));
    math.function(new RealFunction("tan", Math::tan));
    math.function(new RealFunction("asin", Math::asin));
    math.function(new RealFunction("acos", Math::acos));
    math.function(new RealFunction("atan", Math::atan));
    math.function(new RealFunction("sinh", Math::sinh));
    math.function(new RealFunction("cosh", Math::cosh));
    math.function(new RealFunction("tanh", Math::tanh));
    math.function(new RealFunction("exp", Math::exp));
    math.function(new RealFunction("log10", Math::log10));
    math.function(new RealFunction("deg", x -> x * (180.0 / Math.PI)));
    math.function(new RealFunction("rad", x -> x * (Math.PI / 180.0)));
    math.function(
        new BinaryFunction("log") {
          @Override
          Object call(Object a, Object b, int given) {
            double x = Arguments.number(a, 0, given);
            return given < 2 ? Math.log(x) : logarithm(x, Arguments.number(b, 1, given));
          }
        });
  }

  private static double logarithm(double x, double base) {
    if (base == 10) {
      return Math.log10(x);
    }
    return binaryLogarithm(x) / binaryLogarithm(base);
  }

  private static double binaryLogarithm(double x) {
    if (x > 0 && x <= Double.MAX_VALUE) {
      int exponent = Math.getExponent(x);
      if (Math.scalb(1.0, exponent) == x) {
        return exponent;
      }
    }
    return Math.log(x) / LN_2;
  }

  /** C's pow, which knows more results for NaN and infinity than Java's. */
  private static double power(double x, double y) {
    if (x == 1 || (x == -1 && Double.isInfinite(y))) {
      return 1;
    }
    return Math.pow(x, y);
  }

  private static double scale(double x, double exponent) {
    return Math.scalb(x, Arguments.toInteger(exponent));
  }

  private static Object splitBinary(double x) {
    if (x == 0 || Double.isNaN(x) || Double.isInfinite(x)) {
      return Results.of(x, 0.0);
    }
    int shift = Math.abs(x) < Double.MIN_NORMAL ? 54 : 0;
    double normal = shift == 0 ? x : x * 0x1p54;
    int exponent = Math.getExponent(normal) + 1;
    return Results.of(Math.scalb(normal, -exponent), (double) (exponent - shift));
  }

  private static Object splitDecimal(double x) {
    if (Double.isInfinite(x)) {
      return Results.of(x, Math.copySign(0.0, x));
    }
    double whole = x < 0 ? Math.ceil(x) : Math.floor(x);
    return Results.of(whole, Math.copySign(x - whole, x));
  }

  private Object random(Object[] args) {
    double d = random.next();
    if (args.length == 0) {
      return d;
    }
    double low = Arguments.number(args, 0);
    if (args.length == 1) {
      return Math.floor(d * low) + 1.0;
    }
    double high = Arguments.number(args, 1);
    return Math.floor(d * (high - low + 1.0)) + low;
  }

  private Object randomseed(Object[] args) {
    random.seed(Arguments.number(args, 0));
    return Results.EMPTY;
  }

  /** A function from number to number. */
  private static final class RealFunction extends NumberFunction {
    private final DoubleUnaryOperator operator;

    RealFunction(String name, DoubleUnaryOperator operator) {
      super(name);
      this.operator = operator;
    }

    @Override
    public double applyAsDouble(double x) {
      return operator.applyAsDouble(x);
    }
  }

  /** A function of two numbers. */
  private static final class RealFunction2 extends NumberPairFunction {
    private final DoubleBinaryOperator operator;

    RealFunction2(String name, DoubleBinaryOperator operator) {
      super(name);
      this.operator = operator;
    }

    @Override
    public double applyAsDouble(double x, double y) {
      return operator.applyAsDouble(x, y);
    }
  }

  /** Maximum and minimum, with the treatment of NaN and signed zero that x86-64 has. */
  private abstract static class Extreme extends NumberFoldFunction {
    Extreme(String name) {
      super(name);
    }

    @Override
    final double single(double a) {
      return a;
    }
  }
}
