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

  /** A shift or rotation. */
  private interface Shift {
    int apply(int value, int count);
  }

  /** An operation that folds over its arguments. */
  private interface Fold {
    int apply(int a, int b);
  }

  /** The library. */
  public BitLibrary() {}

  @Override
  public void install(LuaVm vm) {
    Module.global(vm, "bit")
        .function(
            new UnaryFunction("tobit") {
              @Override
              Object call(Object a, int given) {
                return (double) bits(a, 0, given);
              }
            })
        .function(
            new UnaryFunction("bnot") {
              @Override
              Object call(Object a, int given) {
                return (double) ~bits(a, 0, given);
              }
            })
        .function(
            new UnaryFunction("bswap") {
              @Override
              Object call(Object a, int given) {
                return (double) Integer.reverseBytes(bits(a, 0, given));
              }
            })
        .function(new FoldFunction("band", (a, b) -> a & b))
        .function(new FoldFunction("bor", (a, b) -> a | b))
        .function(new FoldFunction("bxor", (a, b) -> a ^ b))
        .function(new ShiftFunction("lshift", (a, n) -> a << n))
        .function(new ShiftFunction("rshift", (a, n) -> a >>> n))
        .function(new ShiftFunction("arshift", (a, n) -> a >> n))
        .function(new ShiftFunction("rol", Integer::rotateLeft))
        .function(new ShiftFunction("ror", Integer::rotateRight))
        .function(
            new BinaryFunction("tohex") {
              @Override
              Object call(Object a, Object b, int given) {
                return hexadecimal(bits(a, 0, given), b == null ? 8 : bits(b, 1, given));
              }
            });
  }

  private static int bits(Object value, int index, int given) {
    double x = Arguments.number(value, index, given);
    int i = (int) x;
    return i == x ? i : (int) Double.doubleToRawLongBits(x + ROUNDER);
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

  /** A shift function. */
  private static final class ShiftFunction extends BinaryFunction {
    private final Shift shift;

    ShiftFunction(String name, Shift shift) {
      super(name);
      this.shift = shift;
    }

    @Override
    Object call(Object a, Object b, int given) {
      int value = bits(a, 0, given);
      return (double) shift.apply(value, bits(b, 1, given) & 31);
    }
  }

  /** A function of one or more arguments. */
  private static final class FoldFunction extends FoldingFunction {
    private final Fold fold;

    FoldFunction(String name, Fold fold) {
      super(name);
      this.fold = fold;
    }

    @Override
    Object single(Object a, int given) {
      return (double) bits(a, 0, given);
    }

    @Override
    Object pair(Object a, Object b) {
      return (double) fold.apply(bits(a, 0, 2), bits(b, 1, 2));
    }

    @Override
    Object many(Object[] args) {
      int result = bits(args[0], 0, args.length);
      for (int i = 1; i < args.length; i++) {
        result = fold.apply(result, bits(args[i], i, args.length));
      }
      return (double) result;
    }
  }
}
