package io.perigee.lua.library;

import io.perigee.lua.LuaLibrary;
import io.perigee.lua.LuaVm;
import io.perigee.lua.value.LuaString;

/**
 * The library {@code bit} of LuaJIT (Lua BitOp): operations on 32-bit integers. Numbers are rounded
 * to the nearest integer and taken modulo 2^32; results are signed.
 */
public final class BitLibrary implements LuaLibrary {
  /** 2^52 + 2^51: added to a number, it leaves the rounded integer in the low bits. */
  private static final double ROUNDER = 6755399441055744.0;

  private static final String LOWER_DIGITS = "0123456789abcdef";
  private static final String UPPER_DIGITS = "0123456789ABCDEF";

  /** The library. */
  public BitLibrary() {}

  @Override
  public void install(LuaVm vm) {
    Module bit = Module.global(vm, "bit");
    conversions(bit);
    logic(bit);
    shifts(bit);
    rotations(bit);
  }

  private static void conversions(Module bit) {
    bit.function(
            new NumberFunction("tobit") {
              @Override
              public double applyAsDouble(double x) {
                return number(bits(x));
              }
            })
        .function(
            new NumberFunction("bswap") {
              @Override
              public double applyAsDouble(double x) {
                return number(Integer.reverseBytes(bits(x)));
              }
            })
        .function(
            new BinaryFunction("tohex") {
              @Override
              Object call(Object a, Object b, int given) {
                int value = bits(Arguments.number(a, 0, given));
                return hexadecimal(value, b == null ? 8 : bits(Arguments.number(b, 1, given)));
              }
            });
  }

  private static void logic(Module bit) {
    bit.function(
            new NumberFunction("bnot") {
              @Override
              public double applyAsDouble(double x) {
                return number(~bits(x));
              }
            })
        .function(
            new Fold("band") {
              @Override
              public double applyAsDouble(double x, double y) {
                return number(bits(x) & bits(y));
              }
            })
        .function(
            new Fold("bor") {
              @Override
              public double applyAsDouble(double x, double y) {
                return number(bits(x) | bits(y));
              }
            })
        .function(
            new Fold("bxor") {
              @Override
              public double applyAsDouble(double x, double y) {
                return number(bits(x) ^ bits(y));
              }
            });
  }

  private static void shifts(Module bit) {
    bit.function(
            new NumberPairFunction("lshift") {
              @Override
              public double applyAsDouble(double x, double y) {
                return number(bits(x) << bits(y));
              }
            })
        .function(
            new NumberPairFunction("rshift") {
              @Override
              public double applyAsDouble(double x, double y) {
                return number(bits(x) >>> bits(y));
              }
            })
        .function(
            new NumberPairFunction("arshift") {
              @Override
              public double applyAsDouble(double x, double y) {
                return number(bits(x) >> bits(y));
              }
            });
  }

  private static void rotations(Module bit) {
    bit.function(
            new NumberPairFunction("rol") {
              @Override
              public double applyAsDouble(double x, double y) {
                return number(Integer.rotateLeft(bits(x), bits(y)));
              }
            })
        .function(
            new NumberPairFunction("ror") {
              @Override
              public double applyAsDouble(double x, double y) {
                return number(Integer.rotateRight(bits(x), bits(y)));
              }
            });
  }

  /**
   * The bits of a number. That an int is tried first is for the JVM's compiler, which knows that
   * this and {@link #number} undo each other, so that operations on results are those of ints.
   */
  private static int bits(double x) {
    int i = (int) x;
    return i == x ? i : (int) Double.doubleToRawLongBits(x + ROUNDER);
  }

  private static double number(int bits) {
    return bits;
  }

  private static LuaString hexadecimal(int value, int count) {
    String digits = count < 0 ? UPPER_DIGITS : LOWER_DIGITS;
    int length = count < 0 ? (count < -254 ? 254 : -count) : Math.min(count, 254);
    byte[] text = new byte[length];
    long rest = value & 0xffffffffL;
    for (int i = length - 1; i >= 0; i--) {
      text[i] = (byte) digits.charAt((int) rest & 15);
      rest >>>= 4;
    }
    return LuaString.wrap(text);
  }

  /** A function of one or more arguments. */
  private abstract static class Fold extends NumberFoldFunction {
    Fold(String name) {
      super(name);
    }

    @Override
    final double single(double a) {
      return number(bits(a));
    }
  }
}
