package io.perigee.core.resolver;

import io.perigee.core.worker.Timer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One caller's wait for a name. It gets one answer, unless it is cancelled before. On the worker's
 * thread.
 */
public final class Resolution {
  private final Consumer<Answer> handler;
  private @Nullable Lookup lookup;
  private @Nullable Timer timer;
  private boolean done;

  Resolution(Consumer<Answer> handler) {
    this.handler = handler;
  }

  void waitsFor(Lookup pending, @Nullable Timer timeout) {
    lookup = pending;
    timer = timeout;
  }

  /** Whether the answer has been given or the wait was cancelled. */
  public boolean isDone() {
    return done;
  }

  /** Gives the wait up; the handler will not be called. */
  public void cancel() {
    if (done) {
      return;
    }
    finish();
    Lookup pending = lookup;
    if (pending != null) {
      pending.forget(this);
    }
  }

  void answer(Answer answer) {
    if (!done) {
      finish();
      handler.accept(answer);
    }
  }

  void timedOut() {
    Lookup pending = lookup;
    if (pending != null) {
      pending.forget(this);
    }
    answer(new Answer.Failure(Answer.Failure.TIMED_OUT));
  }

  private void finish() {
    done = true;
    Timer pending = timer;
    if (pending != null) {
      pending.cancel();
    }
  }
}
