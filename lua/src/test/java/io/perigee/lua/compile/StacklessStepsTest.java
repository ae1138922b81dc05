package io.perigee.lua.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.lua.syntax.FunctionBody;
import io.perigee.lua.syntax.Parser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * From which points (0 is the start) a chunk goes on without a stack. The points of generic for
 * loops, which follow those of calls, count where the call of the iterator may be made in place.
 */
final class StacklessStepsTest {
  private static List<Integer> points(String statements) {
    String source = "local yield " + statements;
    FunctionBody body = Parser.parse(source.getBytes(StandardCharsets.ISO_8859_1), "=test");
    long mask = StacklessSteps.in(body, SuspendPoints.in(body));
    List<Integer> points = new ArrayList<>();
    for (int i = 0; i < Long.SIZE; i++) {
      if ((mask >> i & 1) != 0) {
        points.add(i);
      }
    }
    return points;
  }

  @Test
  void stepsThatOnlyComputeNeedNone() {
    assertThat(points("for i = 1, ... do yield(i) end")).containsExactly(0, 1);
    assertThat(points("local a = yield(1) while a do a = yield(a.x + a[1] .. 'x') end"))
        .containsExactly(0, 1, 2);
    assertThat(points("local t = { yield } t = yield(function() return t end)"))
        .containsExactly(0, 1);
  }

  @Test
  void aStepThatCallsSomethingElseNeedsOne() {
    assertThat(points("yield(1) print() yield(2)")).containsExactly(0, 2);
    assertThat(points("yield(1) if x then x() end yield(2)")).containsExactly(0, 2);
    assertThat(points("yield(1) x:m() yield(2)")).containsExactly(0, 2);
    assertThat(points("yield(f()) yield(2)")).containsExactly(1, 2);
    assertThat(points("yield(1) return f()")).containsExactly(0);
  }

  @Test
  void nothingThatMaySuspendFollowsAChangeThatLasts() {
    assertThat(points("yield(1) x = 1 local b = a + 1")).containsExactly(0);
    assertThat(points("yield(1) local b = a + 1 x = b")).containsExactly(0, 1);
    assertThat(points("yield(1) t.a, t.b = 1, 2")).containsExactly(0);
    assertThat(points("local n = 1 local function f() n = n + 1 end yield(f) n = 2 yield(-n)"))
        .containsExactly(0, 2);
    assertThat(points("local n = 1 yield() n = 2 yield(-n)")).containsExactly(0, 1, 2);
  }

  @Test
  void roundsOfALoopCountTogether() {
    assertThat(points("yield() for i = 1, 9 do t[i] = i end")).containsExactly(0);
    assertThat(points("yield() repeat local a = t.x if a then break end t.x = 1 until true"))
        .containsExactly(0);
    assertThat(points("while true do t.x = 1 yield() end")).containsExactly(0, 1);
    assertThat(points("while true do t.x = 1 coroutine.yield() end")).isEmpty();
  }

  @Test
  void aGenericForCallsItsIteratorInPlace() {
    assertThat(points("for v in next, {} do yield(v) end")).containsExactly(0, 1, 2);
    assertThat(points("for v in g do if v % k ~= 0 then yield(v) end end"))
        .containsExactly(0, 1, 2);
    assertThat(points("for v in g do local n = v n = n + 1 yield(n) end")).containsExactly(0, 1, 2);
    assertThat(points("for a in g do for b in h do yield(a + b) end end")).isEmpty();
    assertThat(points("for v in g() do yield(v) end")).containsExactly(1, 2);
  }

  @Test
  void inALoopOverAGeneratorNoLocalChangesBeforeWhatMayNeedAStack() {
    assertThat(points("local n = 0 for v in g do n = n + 1 yield(v) end")).containsExactly(0, 1, 2);
    assertThat(points("local n = 0 for v in g do n = n + 1 yield(n + v) end")).isEmpty();
    assertThat(points("yield(1) for v in g do t.x = v end yield(2)")).containsExactly(0, 2);
    assertThat(points("for v in g do yield(v) end return 1 + x")).isEmpty();
    assertThat(points("for v in g do yield(v) end return 1")).containsExactly(0, 1, 2);
  }

  @Test
  void jumpsAreNotFollowed() {
    assertThat(points("::again:: yield() goto again")).isEmpty();
  }
}
