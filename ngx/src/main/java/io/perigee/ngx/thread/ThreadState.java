package io.perigee.ngx.thread;

/**
 * The states of a coroutine that the scheduler knows. A light thread that waits for an event or
 * stands in the posted queue is RUNNING, as {@code coroutine.status} shows it.
 */
public enum ThreadState {
  /** Has the processor, is posted, or waits for an event. */
  RUNNING("running"),
  /** Not yet started, or gave up by {@code coroutine.yield} with a parent to return to. */
  SUSPENDED("suspended"),
  /** Resumed another coroutine and waits until that one yields or ends. */
  NORMAL("normal"),
  /** Finished, failed, killed, or waited for. */
  DEAD("dead"),
  /** A user thread that ended while its parent lives and does not wait for it. */
  ZOMBIE("zombie");

  private final String title;

  ThreadState(String title) {
    this.title = title;
  }

  /** The name that {@code coroutine.status} returns. */
  public String title() {
    return title;
  }
}
