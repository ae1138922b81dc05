package io.perigee.lua.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perigee.lua.ReferenceLua;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Runs generated programs here and under {@code luajit}, and compares what they print, error
 * messages included. {@code -Dperigee.fuzz.programs=N} and {@code -Dperigee.fuzz.seed=S} run N
 * programs from seed S on; a program that differs is shown as short as it still does.
 */
class DifferentialTest {
  private static final int BATCH = 100;
  private static final int SHOWN = 5;

  @Test
  void generatedProgramsPrintTheSameAsUnderLuajit() throws IOException {
    assumeTrue(ReferenceLua.isInstalled(), "luajit is not installed");
    long first = Long.getLong("perigee.fuzz.seed", 1);
    long end = first + Long.getLong("perigee.fuzz.programs", 400);
    Comparison comparison = new Comparison(new Reference(ReferenceLua.path()));
    List<Comparison.Difference> found = new ArrayList<>();
    for (long seed = first; seed < end && found.size() < SHOWN; seed += BATCH) {
      List<List<String>> programs = new ArrayList<>();
      for (long each = seed; each < Math.min(seed + BATCH, end); each++) {
        programs.add(ProgramGenerator.program(each));
      }
      found.addAll(comparison.differences(programs));
    }
    assertThat(reports(comparison, found)).isEmpty();
  }

  private static String reports(Comparison comparison, List<Comparison.Difference> found)
      throws IOException {
    StringBuilder text = new StringBuilder();
    for (Comparison.Difference difference : found.subList(0, Math.min(SHOWN, found.size()))) {
      text.append("\n=== a program that differs\n")
          .append(comparison.shortened(difference).report());
    }
    return text.toString();
  }
}
