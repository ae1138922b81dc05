package io.perigee.core.worker;

/**
 * Names something that a part of the program keeps once for each worker. Make one as a constant.
 */
@SuppressWarnings("UnusedTypeParameter") // it types what is kept under the key
public final class WorkerKey<T> {
  private final String name;

  private WorkerKey(String name) {
    this.name = name;
  }

  /** A new key; the name is for messages only. */
  public static <T> WorkerKey<T> of(String name) {
    return new WorkerKey<>(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
