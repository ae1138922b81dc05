package io.perigee.httpmodules.echo;

import io.perigee.core.worker.Timer;
import io.perigee.http.request.ModuleKey;
import io.perigee.http.request.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the echo module keeps for a request: where it stands in the commands, and its loop. */
final class EchoState {
  static final ModuleKey<EchoState> KEY = ModuleKey.of("echo");

  int next;
  boolean beforeSent;
  boolean afterSent;
  long timerBegin;
  @Nullable Timer sleep;
  boolean waitsForBody;
  boolean bodyRead;

  /** The items of the loop in progress; null outside of one. */
  @Nullable List<byte[]> items;

  int item;
  int loopStart;

  private EchoState(Request r) {
    timerBegin = r.startMillis();
  }

  static EchoState of(Request r) {
    EchoState state = r.state(KEY);
    if (state == null) {
      state = new EchoState(r);
      r.state(KEY, state);
    }
    return state;
  }

  /** The item of the loop in progress, or null. */
  byte @Nullable [] currentItem() {
    List<byte[]> all = items;
    return all == null || item >= all.size() ? null : all.get(item);
  }
}
