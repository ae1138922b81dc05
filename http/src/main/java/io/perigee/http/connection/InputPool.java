package io.perigee.http.connection;

import java.util.ArrayDeque;

/**
 * The inputs that a worker's connections lend while they have a request, so that those without one
 * need none. What it keeps is bounded by the size of all of it, not by number: a burst of requests
 * from thousands of connections should find its inputs again at the next one.
 */
final class InputPool {
  private static final int MAX_BYTES = 16 << 20;

  private final ArrayDeque<Input> free = new ArrayDeque<>();
  private int size;

  Input lend() {
    Input input = free.pollFirst();
    if (input == null) {
      return new Input();
    }
    size -= input.bytes.length;
    return input;
  }

  void giveBack(Input input) {
    input.clear();
    if (size + input.bytes.length <= MAX_BYTES) {
      size += input.bytes.length;
      free.addFirst(input);
    }
  }
}
