package io.perigee.lua.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs batches of programs in a {@code luajit} process, without its JIT compiler. */
final class Reference {
  static final Path DRIVER = Path.of("src/test/resources/fuzz/driver.lua");

  private final String program;

  Reference(String program) {
    this.program = program;
  }

  /** What each program printed. */
  List<String> run(List<String> programs) throws IOException {
    Path batch = Files.createTempFile("programs", ".batch");
    try {
      Files.write(batch, encoded(programs));
      Process process =
          new ProcessBuilder(program, "-joff", "driver.lua", batch.toString())
              .directory(DRIVER.getParent().toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (InputStream output = new BufferedInputStream(process.getInputStream())) {
        return answers(output, programs.size());
      } finally {
        process.destroy();
      }
    } finally {
      Files.delete(batch);
    }
  }

  private static byte[] encoded(List<String> programs) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String text : programs) {
      byte[] source = text.getBytes(StandardCharsets.ISO_8859_1);
      bytes.writeBytes((source.length + "\n").getBytes(StandardCharsets.ISO_8859_1));
      bytes.writeBytes(source);
    }
    return bytes.toByteArray();
  }

  private static List<String> answers(InputStream output, int count) throws IOException {
    List<String> answers = new ArrayList<>();
    while (answers.size() < count) {
      int length = 0;
      for (int c = output.read(); c != '\n'; c = output.read()) {
        if (c < 0) {
          throw new EOFException("luajit ended at program " + answers.size());
        }
        length = length * 10 + c - '0';
      }
      answers.add(new String(output.readNBytes(length), StandardCharsets.ISO_8859_1));
    }
    return answers;
  }
}
