package io.perigee.ngx.thread;

import org.jspecify.annotations.Nullable;

/**
 * Light threads in a list, the last added first. The links are fields of the threads, so a thread
 * is in one list at most, and adding and removing allocate nothing and search nothing.
 */
final class ThreadList {
  private @Nullable LightThread first;

  @Nullable LightThread first() {
    return first;
  }

  void add(LightThread thread) {
    LightThread second = first;
    thread.next = second;
    if (second != null) {
      second.previous = thread;
    }
    first = thread;
  }

  void remove(LightThread thread) {
    LightThread before = thread.previous;
    LightThread after = thread.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after != null) {
      after.previous = before;
    }
    thread.next = null;
    thread.previous = null;
  }
}
