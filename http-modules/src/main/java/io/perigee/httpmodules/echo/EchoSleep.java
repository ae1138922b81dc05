package io.perigee.httpmodules.echo;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;

/** {@code echo_sleep} and {@code echo_blocking_sleep}: seconds with up to three decimals. */
final class EchoSleep {
  private EchoSleep() {}

  static Outcome sleep(Request r, EchoState state, byte[] text) {
    long millis = millis(text);
    if (millis < 0) {
      return invalid(r, text);
    }
    r.main().count(1);
    state.sleep = r.worker().timer(millis, () -> awake(r, state));
    r.cleanup(() -> cancel(state));
    return Outcome.DONE;
  }

  private static void awake(Request r, EchoState state) {
    state.sleep = null;
    EchoRunner.resume(r);
  }

  private static void cancel(EchoState state) {
    if (state.sleep != null) {
      state.sleep.cancel();
      state.sleep = null;
    }
  }

  /** Stops the whole worker, as the directive promises; for demonstrations. */
  static Outcome block(Request r, byte[] text) {
    long millis = millis(text);
    if (millis < 0) {
      return invalid(r, text);
    }
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Outcome.OK;
  }

  private static Outcome invalid(Request r, byte[] text) {
    r.log(Level.ERROR, "invalid sleep duration \"" + Ascii.string(text) + "\"");
    return Outcome.status(500);
  }

  /** Seconds such as 0.25 as milliseconds, -1 for no number. */
  private static long millis(byte[] text) {
    int dot = Ascii.indexOf(text, '.', 0);
    int end = dot < 0 ? text.length : dot;
    long whole = end == 0 && dot >= 0 ? 0 : Ascii.parseDecimal(text, 0, end);
    if (whole < 0 || (dot >= 0 && text.length - dot > 4)) {
      return -1;
    }
    long fraction = 0;
    for (int i = 1; i <= 3; i++) {
      int at = dot + i;
      int digit = dot < 0 || at >= text.length ? 0 : text[at] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      fraction = fraction * 10 + digit;
    }
    return whole * 1000 + fraction;
  }
}
