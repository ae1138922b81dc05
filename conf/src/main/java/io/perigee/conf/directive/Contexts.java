package io.perigee.conf.directive;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Sets of contexts, made to be read aloud: {@code in(HTTP, SERVER, LOCATION)}. */
public final class Contexts {
  private Contexts() {}

  /** These contexts. */
  public static Set<Context> in(Context... contexts) {
    return EnumSet.copyOf(List.of(contexts));
  }
}
