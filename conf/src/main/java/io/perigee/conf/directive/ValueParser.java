package io.perigee.conf.directive;

/** Reads the arguments of a directive into a value. */
@FunctionalInterface
public interface ValueParser<T> {
  /** The value of one occurrence; throws {@link Directive#error} for a bad one. */
  T parse(Directive d);
}
