package io.perigee.core.worker;

import java.util.EnumMap;
import java.util.Map;

/**
 * How much a worker holds at this moment for requests, timers and hooks. Whoever takes something
 * counts it here and counts it down when it is given back; so a test, or someone who hunts a leak,
 * can see after each kind of end that nothing is left. Counting is one addition on the worker's
 * thread, so it is always on.
 */
public final class Holdings {
  /** What is counted. */
  public enum Kind {
    /** Client connections. */
    CONNECTION(0),
    /** Main requests that are not freed; a subrequest holds its main request. */
    REQUEST(1),
    /** Timers that are set. */
    TIMER(2),
    /** Runs of timers and hooks without a client. */
    BACKGROUND_RUN(3),
    /** Light threads that wait for something. */
    WAITING_THREAD(4),
    /** Open temporary files. */
    TEMP_FILE(5),
    /** Sockets to other servers, those that wait in a pool included. */
    SOCKET(6);

    private final int index;

    Kind(int index) {
      this.index = index;
    }
  }

  private static final Kind[] KINDS = Kind.values();

  private final int[] counts = new int[KINDS.length];

  /** Makes an empty account. */
  public Holdings() {}

  /** Counts one more. */
  public void taken(Kind kind) {
    counts[kind.index]++;
  }

  /** Counts one less. */
  public void given(Kind kind) {
    counts[kind.index]--;
  }

  /** How many of a kind are held. */
  public int of(Kind kind) {
    return counts[kind.index];
  }

  /** What is held, without the kinds of which there is nothing. */
  public Map<Kind, Integer> now() {
    Map<Kind, Integer> held = new EnumMap<>(Kind.class);
    for (Kind kind : KINDS) {
      if (of(kind) != 0) {
        held.put(kind, of(kind));
      }
    }
    return held;
  }

  @Override
  public String toString() {
    return now().toString();
  }
}
