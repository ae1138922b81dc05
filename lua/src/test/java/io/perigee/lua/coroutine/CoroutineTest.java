package io.perigee.lua.coroutine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.lua.LuaOptions;
import io.perigee.lua.LuaVm;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.ProtectedCalls;
import io.perigee.lua.value.FunctionN;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.Results;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CoroutineTest {
  private static final Object[] NONE = {};

  private final LuaVm vm = new LuaVm(new LuaOptions(List.of()));

  private Coroutine coroutine(FunctionN body) {
    return new Coroutine(vm, JavaFunction.variadic("body", body));
  }

  @Test
  void valuesPassBothWays() {
    Coroutine co =
        coroutine(args -> Results.of(Coroutine.suspend(new Object[] {args[0], "yielded"})));
    assertThat(co.status()).isEqualTo(Coroutine.Status.SUSPENDED);
    assertThat(co.resume(new Object[] {1.0})).containsExactly(1.0, "yielded");
    assertThat(co.status()).isEqualTo(Coroutine.Status.SUSPENDED);
    assertThat(co.resume(new Object[] {2.0, 3.0})).containsExactly(2.0, 3.0);
    assertThat(co.status()).isEqualTo(Coroutine.Status.DEAD);
    assertThatThrownBy(() -> co.resume(NONE)).hasMessage("cannot resume dead coroutine");
  }

  @Test
  void aSuspendReachesTheInnermostOfNestedCoroutines() {
    Coroutine inner = coroutine(args -> Coroutine.suspend(new Object[] {"inner"})[0]);
    Coroutine outer =
        coroutine(
            args -> {
              Object first = inner.resume(NONE)[0];
              assertThat(inner.status()).isEqualTo(Coroutine.Status.SUSPENDED);
              Coroutine.suspend(new Object[] {first, "outer"});
              return inner.resume(new Object[] {"done"})[0];
            });
    assertThat(outer.resume(NONE)).containsExactly("inner", "outer");
    assertThat(outer.resume(NONE)).containsExactly("done");
  }

  @Test
  void aProtectedCallMaySuspend() {
    Coroutine co =
        coroutine(
            args ->
                ProtectedCalls.pcall(
                    vm,
                    JavaFunction.variadic(
                        "f",
                        inner -> {
                          Coroutine.suspend(NONE);
                          throw new LuaError("late");
                        }),
                    NONE));
    assertThat(co.resume(NONE)).isEmpty();
    assertThat(co.resume(NONE)[0]).isEqualTo(false);
  }

  @Test
  void anErrorEndsItAndReachesTheResumer() {
    Coroutine co =
        coroutine(
            args -> {
              throw new LuaError("oops");
            });
    assertThatThrownBy(() -> co.resume(NONE)).isInstanceOf(LuaError.class).hasMessage("oops");
    assertThat(co.status()).isEqualTo(Coroutine.Status.DEAD);
    assertThat(co.traceback()).contains("[C]: at 0x");
    assertThat(vm.currentCoroutine()).isNull();
  }

  @Test
  void suspendOutsideIsAnError() {
    assertThatThrownBy(() -> Coroutine.suspend(NONE))
        .hasMessage("attempt to yield across C-call boundary");
  }

  @Test
  void aFullStackIsALuaErrorAndTheVmGoesOn() {
    Coroutine co = coroutine(CoroutineTest::endless);
    assertThatThrownBy(() -> co.resume(NONE)).hasMessageContaining("stack overflow");
    assertThat(coroutine(args -> 1.0).resume(NONE)).containsExactly(1.0);
  }

  private static Object endless(Object[] args) {
    return args.length > 0 ? args : new Object[] {endless(args)};
  }

  @Test
  void aSuspendedCoroutineIsCollectedWithItsStack() {
    WeakReference<Object> onStack = suspended();
    for (int i = 0; i < 20 && onStack.get() != null; i++) {
      System.gc();
    }
    assertThat(onStack.get()).isNull();
  }

  private WeakReference<Object> suspended() {
    Object marker = new Object();
    Coroutine co =
        coroutine(
            args -> {
              Coroutine.suspend(NONE);
              return args[0];
            });
    co.resume(new Object[] {marker});
    return new WeakReference<>(marker);
  }
}
