package io.perigee.ngx.socket;

import io.perigee.core.worker.Worker;
import io.perigee.core.worker.WorkerKey;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The connections that Lua code of a worker has. When {@code worker_shutdown_timeout} is over, each
 * ends as if the other side had closed it, as in nginx: who waits for it goes on with an error.
 * What Lua code connects after that moment lives as long as it would have otherwise.
 */
final class OpenSockets {
  /** A connection that can be cut. */
  interface Member {
    /** The worker's time is over. */
    void cut();
  }

  private static final WorkerKey<OpenSockets> KEY = WorkerKey.of("open sockets");

  private final Worker worker;
  private final Set<Member> members = new LinkedHashSet<>();

  private OpenSockets(Worker worker) {
    this.worker = worker;
    worker.whenOverdue(this::cutAll);
  }

  static OpenSockets of(Worker worker) {
    return worker.attachment(KEY, () -> new OpenSockets(worker));
  }

  void add(Member member) {
    members.add(member);
  }

  void remove(Member member) {
    members.remove(member);
  }

  /** Who is told may close others, which then are no members any more. */
  private void cutAll() {
    for (Member member : members.toArray(Member[]::new)) {
      if (members.contains(member)) {
        worker.runSafely(member::cut);
      }
    }
  }
}
