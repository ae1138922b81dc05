package io.perigee.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of what happens in one event of a worker. */
class WorkerTest {
  @TempDir Path folder;
  private Worker worker;
  private final List<String> done = new ArrayList<>();
  private final CompletableFuture<List<String>> all = new CompletableFuture<>();

  @BeforeEach
  void startWorker() throws IOException {
    worker = TestWorker.of(folder, Transport.best());
  }

  @AfterEach
  void endWorker() throws InterruptedException {
    worker.terminate();
    assertThat(worker.awaitEnd(10_000)).isTrue();
  }

  /** A step with work after it and a posted task. */
  private void step(String name) {
    done.add(name);
    worker.post(() -> done.add("posted by " + name));
    worker.afterStep(() -> done.add("after " + name));
  }

  private void lastStep(String name) {
    step(name);
    worker.post(() -> all.complete(done));
  }

  @Test
  void postedTasksOfTimersThatAreDueTogetherRunAfterAllOfThem() throws Exception {
    worker.execute(
        () -> {
          worker.timer(0, () -> step("first"));
          worker.timer(0, () -> lastStep("second"));
        });

    assertThat(all.get(10, TimeUnit.SECONDS))
        .containsExactly(
            "first",
            "after first",
            "second",
            "after second",
            "posted by first",
            "posted by second");
  }

  @Test
  void whatAPostedTaskWantsDoneAfterItComesBeforeTheNextOne() throws Exception {
    worker.execute(
        () -> {
          worker.post(() -> step("first"));
          worker.post(() -> lastStep("second"));
        });

    assertThat(all.get(10, TimeUnit.SECONDS))
        .startsWith("first", "after first", "second", "after second");
  }

  @Test
  void whatIsWantedAfterAStepRunsEvenIfNoEventIsOpen() throws Exception {
    worker.eventLoop().execute(() -> worker.afterStep(() -> all.complete(List.of("done"))));

    assertThat(all.get(10, TimeUnit.SECONDS)).containsExactly("done");
  }
}
