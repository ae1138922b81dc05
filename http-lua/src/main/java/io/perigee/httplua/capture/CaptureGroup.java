package io.perigee.httplua.capture;

import io.perigee.httplua.context.RequestContext;
import io.perigee.ngx.thread.LightThread;
import java.util.ArrayList;
import java.util.List;

/** The subrequests of one call: they run side by side, and the last one to end wakes the caller. */
final class CaptureGroup {
  private final LightThread thread;
  private final List<Capture> captures = new ArrayList<>();
  private int open;
  private boolean cancelled;

  CaptureGroup(LightThread thread) {
    this.thread = thread;
  }

  Capture add() {
    Capture capture = new Capture(this);
    captures.add(capture);
    open++;
    thread.addPendingSubrequests(1);
    return capture;
  }

  /** One of the subrequests could not be made: nobody waits for the others. */
  void abandon() {
    cancelled = true;
    thread.addPendingSubrequests(-open);
  }

  void cancel() {
    cancelled = true;
  }

  void finished() {
    open--;
    if (cancelled) {
      return;
    }
    thread.addPendingSubrequests(-1);
    if (open == 0) {
      results();
    }
  }

  private void results() {
    Object[] results = new Object[captures.size()];
    for (int i = 0; i < results.length; i++) {
      results[i] = captures.get(i).result();
    }
    // The end of a subrequest posts its parent, which then hands these over.
    RequestContext context = (RequestContext) thread.context();
    context.ready(thread, results);
  }
}
