package io.perigee.ngx.api;

import org.jspecify.annotations.Nullable;

/** The forms of an API function's body, by number of parameters. */
public final class ApiFunctions {
  private ApiFunctions() {}

  /** A body without parameters. */
  @FunctionalInterface
  public interface Nullary {
    /** Computes the raw result. */
    @Nullable Object call(ApiCall call);
  }

  /** A body with one parameter; a missing argument is nil. */
  @FunctionalInterface
  public interface Unary {
    /** Computes the raw result. */
    @Nullable Object call(ApiCall call, @Nullable Object a);
  }

  /** A body with two parameters; missing arguments are nil. */
  @FunctionalInterface
  public interface Binary {
    /** Computes the raw result. */
    @Nullable Object call(ApiCall call, @Nullable Object a, @Nullable Object b);
  }

  /** A body with three parameters; missing arguments are nil. */
  @FunctionalInterface
  public interface Ternary {
    /** Computes the raw result. */
    @Nullable Object call(ApiCall call, @Nullable Object a, @Nullable Object b, @Nullable Object c);
  }

  /** A body that sees how many arguments were given. */
  @FunctionalInterface
  public interface Variadic {
    /** Computes the raw result. */
    @Nullable Object call(ApiCall call, Object[] args);
  }

  /** Makes a value for each VM. */
  @FunctionalInterface
  public interface Maker {
    /** Makes the value for the VM of this call. */
    @Nullable Object make(ApiCall call);
  }
}
