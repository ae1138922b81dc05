package io.perigee.lua.fuzz;

import io.perigee.lua.LuaOptions;
import io.perigee.lua.LuaVm;
import io.perigee.lua.library.StandardLibraries;
import io.perigee.lua.value.LuaString;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Runs programs here and under LuaJIT, and shortens those that print different things. */
final class Comparison {
  private static final int MAX_ROUNDS = 60;
  private static final int RUNS = 4;
  private static final long STACK_BYTES = 64L << 20;

  private final Reference reference;

  Comparison(Reference reference) {
    this.reference = reference;
  }

  /** A program whose outputs differ. */
  record Difference(List<String> program, String expected, String actual) {
    /** The program and the first lines that differ. */
    String report() {
      String[] wanted = expected.split("\n", -1);
      String[] got = actual.split("\n", -1);
      int i = 0;
      while (i < wanted.length && i < got.length && wanted[i].equals(got[i])) {
        i++;
      }
      return String.join("\n", program)
          + "\n--- line "
          + (i + 1)
          + " of the output\nluajit:  "
          + (i < wanted.length ? wanted[i] : "nothing")
          + "\nperigee: "
          + (i < got.length ? got[i] : "nothing");
    }
  }

  /** Those of these programs that differ. */
  List<Difference> differences(List<List<String>> programs) throws IOException {
    List<String> texts = programs.stream().map(lines -> String.join("\n", lines)).toList();
    List<String> expected = reference.run(texts);
    List<String> actual = onDeepStack(() -> perigee(texts));
    List<Difference> found = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      if (!expected.get(i).equals(actual.get(i)) && !isBeyond(expected.get(i))) {
        found.add(new Difference(programs.get(i), expected.get(i), actual.get(i)));
      }
    }
    for (int run = 0; run < RUNS && !found.isEmpty(); run++) {
      dropChanging(found);
    }
    return found;
  }

  /** Whether LuaJIT came to a limit that Perigee does not have. */
  private static boolean isBeyond(String expected) {
    return expected.contains("attempt to yield across C-call boundary")
        || expected.contains("stack overflow");
  }

  /** LuaJIT hashes strings by chance and shows addresses: what changes there is not compared. */
  private void dropChanging(List<Difference> found) throws IOException {
    List<String> again =
        reference.run(found.stream().map(each -> String.join("\n", each.program())).toList());
    for (int i = found.size() - 1; i >= 0; i--) {
      if (!again.get(i).equals(found.get(i).expected())) {
        found.remove(i);
      }
    }
  }

  /** Runs on a stack of the size that {@code perigee lua} has. */
  private static <T> T onDeepStack(Callable<T> body) throws IOException {
    FutureTask<T> task = new FutureTask<>(body);
    new Thread(null, task, "lua", STACK_BYTES).start();
    try {
      return task.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static List<String> perigee(List<String> programs) throws IOException {
    LuaVm vm = new LuaVm(new LuaOptions(StandardLibraries.all()));
    byte[] driver = Files.readAllBytes(Reference.DRIVER);
    Object run = vm.call(vm.load(driver, "@driver.lua", vm.globals()))[0];
    List<String> outputs = new ArrayList<>();
    for (String program : programs) {
      String output;
      try {
        output = vm.call(run, LuaString.of(program))[0].toString();
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        output = "broken: " + e;
      }
      outputs.add(output);
    }
    return outputs;
  }

  /** A program as short as removing lines and blocks makes it that still differs. */
  Difference shortened(Difference difference) throws IOException {
    Difference best = difference;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Difference shorter = null;
      for (Difference candidate : differences(shorter(best.program()))) {
        boolean runs = !candidate.expected().startsWith("does not compile");
        boolean wins = shorter == null || candidate.program().size() < shorter.program().size();
        if (runs && wins) {
          shorter = candidate;
        }
      }
      if (shorter == null) {
        return best;
      }
      best = shorter;
    }
    return best;
  }

  /** All programs with a run of lines, or the two ends of a block, left out. */
  private static List<List<String>> shorter(List<String> lines) {
    List<List<String>> all = new ArrayList<>();
    for (int length = Math.max(lines.size() / 2, 1); length > 0; length = length * 2 / 3) {
      for (int from = 0; from + length <= lines.size(); from += Math.max(length / 2, 1)) {
        List<String> fewer = new ArrayList<>(lines.subList(0, from));
        fewer.addAll(lines.subList(from + length, lines.size()));
        if (!fewer.isEmpty()) {
          all.add(fewer);
        }
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      for (int j = i + 2; j < Math.min(lines.size(), i + 12); j++) {
        List<String> fewer = new ArrayList<>(lines);
        fewer.remove(j);
        fewer.remove(i);
        all.add(fewer);
      }
    }
    return all;
  }
}
