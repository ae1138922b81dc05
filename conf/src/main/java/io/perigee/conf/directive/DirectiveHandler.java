package io.perigee.conf.directive;

/** What a directive does when it is met, for those that are more than a value. */
@FunctionalInterface
public interface DirectiveHandler {
  /** Acts on one occurrence; throws {@link Directive#error} for a bad one. */
  void handle(Directive d);
}
