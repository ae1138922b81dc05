package io.perigee.http.filter;

import io.perigee.conf.directive.Setting;
import io.perigee.conf.value.Quantities;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.core.worker.Timer;
import io.perigee.http.connection.HttpConnection;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What limit_rate holds back of a main request's output: content leaves in portions, so that never
 * more was sent than the rate allows for the time since the request began, plus a second (nginx's
 * write filter).
 */
final class RateLimit {
  private final Request r;
  private final ArrayDeque<Buf> held = new ArrayDeque<>();
  private @Nullable Timer pause;

  RateLimit(Request r) {
    this.r = r;
    r.cleanup(this::stop);
  }

  private void stop() {
    Timer running = pause;
    if (running != null) {
      running.cancel();
    }
    held.clear();
    r.connection().holding(false);
  }

  /** The rate that holds for a request, 0 for none; the directives are read once. */
  static long of(Request r) {
    if (!r.is(RequestFlag.LIMIT_RATE_SET)) {
      r.limitRate(size(r, CoreSettings.LIMIT_RATE));
    }
    return r.limitRate();
  }

  private static long size(Request r, Setting<ComplexValue<Request>> setting) {
    ComplexValue<Request> value = r.settings().find(setting);
    if (value == null) {
      return 0;
    }
    return Math.max(0, Quantities.offset(Ascii.string(value.evaluate(r))));
  }

  private static long after(Request r) {
    if (!r.is(RequestFlag.LIMIT_RATE_AFTER_SET)) {
      r.limitRateAfter(size(r, CoreSettings.LIMIT_RATE_AFTER));
    }
    return r.limitRateAfter();
  }

  boolean isHolding() {
    return !held.isEmpty();
  }

  void add(Buf buf) {
    held.addLast(buf);
  }

  /** Lets as much go as is allowed now; the rest follows by itself. */
  void send() {
    HttpConnection c = r.connection();
    long allowed = allowed(c);
    long sent = 0;
    while (!held.isEmpty() && allowed > sent) {
      Buf buf = held.removeFirst();
      long portion = Math.min(buf.size(), allowed - sent);
      if (portion < buf.size()) {
        held.addFirst(buf.slice(portion, buf.size() - portion).flagsOf(buf));
        buf = buf.slice(0, portion);
      }
      if (!WriteFilter.put(r, c.output(), buf)) {
        return;
      }
      sent += portion;
    }
    c.flush();
    c.holding(!held.isEmpty());
    if (!held.isEmpty() && pause == null) {
      long rate = r.limitRate();
      long delay = sent > 0 ? sent * 1000 / rate : -allowed * 1000 / rate;
      pause = r.worker().timer(delay + 1, this::resume);
    }
  }

  private long allowed(HttpConnection c) {
    long seconds = r.worker().clock().seconds() - r.startMillis() / 1000 + 1;
    return r.limitRate() * seconds - (c.sent() - after(r));
  }

  private void resume() {
    pause = null;
    if (held.isEmpty()) {
      return;
    }
    send();
    if (held.isEmpty() || r.connection().error()) {
      r.connection().resumeWriting();
    }
  }
}
