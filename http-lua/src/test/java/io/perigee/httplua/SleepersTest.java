package io.perigee.httplua;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many light threads that sleep at once in one worker. {@code -Dperigee.sleepers=1000000} runs it
 * with another number than 50,000 (see docs/scheduling.md).
 */
class SleepersTest {
  private static final int SLEEPERS = Integer.getInteger("perigee.sleepers", 50_000);

  @TempDir Path prefix;

  /** The spawning loop does not wait, so no timer runs before the last thread is asleep. */
  @Test
  void allThreadsThatSleepAtOnceAreWoken() throws Exception {
    try (TestServer server =
        LuaServer.of(
            prefix,
            LuaServer.content(
                "/",
                """
                local count = tonumber(ngx.var.arg_count)
                local asleep, woken, most = 0, 0, 0
                local function work(i)
                  asleep = asleep + 1
                  most = math.max(most, asleep)
                  ngx.sleep(0.001)
                  asleep, woken = asleep - 1, woken + 1
                  return i
                end
                local threads = {}
                for i = 1, count do threads[i] = ngx.thread.spawn(work, i) end
                local lost = 0
                for i = 1, count do
                  local ok, result = ngx.thread.wait(threads[i])
                  if not ok or result ~= i then lost = lost + 1 end
                end
                ngx.say(most, " asleep, ", woken, " woken, ", lost, " lost")
                """))) {
      String answer = server.body("/?count=" + SLEEPERS);

      assertThat(answer).isEqualTo(SLEEPERS + " asleep, " + SLEEPERS + " woken, 0 lost\n");
      server.awaitNothingHeld();
    }
  }
}
