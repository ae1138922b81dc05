package io.perigee.ngx.shdict;

/**
 * When a write happens and until when what it stores is valid.
 *
 * @param now the time of the write, in milliseconds
 * @param lifetime how long the entry is valid, in milliseconds, 0 for ever
 * @param flags the user's flags that go with the value
 */
record Expiry(long now, long lifetime, int flags) {
  /** The time at which the entry expires, 0 for never. */
  long time() {
    return lifetime == 0 ? 0 : now + lifetime;
  }
}
