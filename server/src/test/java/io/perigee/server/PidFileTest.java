package io.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
  @TempDir Path folder;

  @Test
  void theNumberOfTheProcessIsWrittenAndReadBack() throws IOException {
    PidFile file = new PidFile(folder.resolve("nginx.pid"));
    file.write();
    assertThat(file.read()).isEqualTo(ProcessHandle.current().pid());
    file.delete();
    assertThat(file.path()).doesNotExist();
  }

  @Test
  void otherContentIsRefused() throws IOException {
    Path path = folder.resolve("nginx.pid");
    Files.writeString(path, "12x\n");
    assertThatThrownBy(() -> new PidFile(path).read())
        .hasMessage("invalid PID number \"12x\" in \"" + path + "\"");
  }

  @Test
  void aMissingFileIsToldAsNginxDoes() {
    Path path = folder.resolve("none.pid");
    assertThatThrownBy(() -> new PidFile(path).read())
        .hasMessage("open() \"" + path + "\" failed (2: No such file or directory)");
  }

  @Test
  void aFileThatCouldNotBeWrittenIsToldWithoutWritingIt() throws IOException {
    PidFile writable = new PidFile(folder.resolve("nginx.pid"));
    writable.check();
    assertThat(writable.path()).doesNotExist();
    assertThatThrownBy(() -> new PidFile(folder.resolve("missing/nginx.pid")).check())
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> new PidFile(folder).check()).isInstanceOf(FileSystemException.class);
  }
}
