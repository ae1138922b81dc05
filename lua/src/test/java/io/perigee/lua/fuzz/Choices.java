package io.perigee.lua.fuzz;

import java.util.SplittableRandom;

/** The random decisions of a generator, all from one seed. */
final class Choices {
  private final SplittableRandom random;

  Choices(long seed) {
    random = new SplittableRandom(seed);
  }

  /** From 0 to before {@code bound}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  int between(int first, int last) {
    return random.nextInt(first, last + 1);
  }

  boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  String of(String... texts) {
    return texts[random.nextInt(texts.length)];
  }
}
