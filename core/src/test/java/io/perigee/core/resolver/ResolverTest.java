package io.perigee.core.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.core.worker.TestWorker;
import io.perigee.core.worker.Transport;
import io.perigee.core.worker.Worker;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names are resolved through a real name server on loopback. */
class ResolverTest {
  @TempDir Path prefix;
  private Worker worker;
  private TestNameServer server;
  private NameServers servers;

  @BeforeEach
  void startWorker() throws IOException {
    worker = TestWorker.of(prefix, Transport.best());
    server =
        new TestNameServer()
            .address("one.test", 60, 127, 0, 0, 1)
            .address("two.test", 60, 127, 0, 0, 1)
            .address("two.test", 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
            .alias("alias.test", "one.test")
            .alias("loop.test", "loop.test")
            .failing("broken.test", 2)
            .failing("refused.test", 5)
            .failing("silent.test", -1)
            .start();
    servers = NameServers.of(server.address());
  }

  @AfterEach
  void stopWorker() throws InterruptedException {
    server.close();
    worker.terminate();
    assertThat(worker.awaitEnd(10_000)).isTrue();
  }

  private Answer resolve(String name, long millis) throws Exception {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    worker.execute(() -> Resolver.of(worker, servers).resolve(name, millis, answer::complete));
    return answer.get(10, TimeUnit.SECONDS);
  }

  private Answer resolve(String name) throws Exception {
    return resolve(name, 10_000);
  }

  private static Answer address(String... texts) throws IOException {
    List<InetAddress> all = new ArrayList<>();
    for (String text : texts) {
      all.add(InetAddress.getByName(text));
    }
    return new Answer.Addresses(all);
  }

  @Test
  void findsTheAddressOfName() throws Exception {
    assertThat(resolve("one.test")).isEqualTo(address("127.0.0.1"));
  }

  @Test
  void bothFamiliesOfAddressesAreAskedFor() throws Exception {
    assertThat(((Answer.Addresses) resolve("two.test")).all())
        .containsExactlyInAnyOrder(NameServers.literal("127.0.0.1"), NameServers.literal("::1"));
  }

  @Test
  void capitalsAndFinalDotMakeNoDifference() throws Exception {
    assertThat(resolve("ONE.test.")).isEqualTo(address("127.0.0.1"));
  }

  @Test
  void followsAnAlias() throws Exception {
    assertThat(resolve("alias.test")).isEqualTo(address("127.0.0.1"));
  }

  @Test
  void aliasesThatRunInCircleAreNotFound() throws Exception {
    assertThat(resolve("loop.test")).isEqualTo(new Answer.Failure(3));
  }

  @Test
  void failuresHaveTheCodeOfTheServer() throws Exception {
    assertThat(resolve("unknown.test")).isEqualTo(new Answer.Failure(3));
    assertThat(resolve("broken.test")).isEqualTo(new Answer.Failure(2));
    assertThat(resolve("refused.test")).isEqualTo(new Answer.Failure(5));
  }

  @Test
  void noAnswerInTimeIsTimeout() throws Exception {
    assertThat(resolve("silent.test", 20)).isEqualTo(new Answer.Failure(110));
  }

  @Test
  void whatIsNoNameIsNotFoundWithoutAsking() throws Exception {
    assertThat(resolve("a..b")).isEqualTo(new Answer.Failure(3));
    assertThat(resolve("x".repeat(64) + ".test")).isEqualTo(new Answer.Failure(3));
    assertThat(resolve("")).isEqualTo(new Answer.Failure(3));
    assertThat(server.questions()).isEmpty();
  }

  @Test
  void aKnownAnswerIsGivenBeforeTheCallReturns() throws Exception {
    resolve("one.test");
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    worker.execute(
        () -> {
          Resolution again = Resolver.of(worker, servers).resolve("one.test", 1000, answer -> {});
          done.complete(again.isDone());
        });
    assertThat(done.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(server.questions()).containsExactlyInAnyOrder("one.test A", "one.test AAAA");
  }

  @Test
  void oneQuestionServesAllWhoWait() throws Exception {
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      answers.add(new CompletableFuture<>());
    }
    worker.execute(
        () ->
            answers.forEach(
                answer ->
                    Resolver.of(worker, servers).resolve("one.test", 10_000, answer::complete)));
    for (CompletableFuture<Answer> answer : answers) {
      assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(address("127.0.0.1"));
    }
    assertThat(server.questions()).hasSize(2);
  }

  @Test
  void aCancelledCallerHearsNothingAndOthersGetTheirAnswer() throws Exception {
    List<String> heard = new ArrayList<>();
    CompletableFuture<Answer> other = new CompletableFuture<>();
    worker.execute(
        () -> {
          Resolver resolver = Resolver.of(worker, servers);
          Resolution given = resolver.resolve("one.test", 10_000, answer -> heard.add("answer"));
          resolver.resolve("one.test", 10_000, other::complete);
          given.cancel();
        });
    assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo(address("127.0.0.1"));
    assertThat(heard).isEmpty();
  }

  @Test
  void nothingIsKeptOfNamesThatNobodyWaitsForAnyMore() throws Exception {
    CompletableFuture<Integer> size = new CompletableFuture<>();
    worker.execute(
        () -> {
          Resolver resolver = Resolver.of(worker, servers);
          resolver.resolve("silent.test", 10_000, answer -> {}).cancel();
          size.complete(resolver.size());
        });
    assertThat(size.get(10, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void theMessageIsThatOfNginx() {
    assertThat(new Answer.Failure(3).message("a.b"))
        .isEqualTo("a.b could not be resolved (3: Host not found)");
    assertThat(new Answer.Failure(110).message("a.b"))
        .isEqualTo("a.b could not be resolved (110: Operation timed out)");
  }
}
