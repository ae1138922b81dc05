package io.perigee.ngx.shdict;

import org.jspecify.annotations.Nullable;

/**
 * What a write to a shared dictionary gave.
 *
 * @param error why nothing was stored, or null
 * @param forcible whether valid entries were thrown out to make room
 */
record StoreResult(@Nullable String error, boolean forcible) {
  static final StoreResult STORED = new StoreResult(null, false);
  static final StoreResult FORCED = new StoreResult(null, true);
}
