package io.perigee.ngx.api;

/** A group of API functions that registers its rows on the tree of {@code ngx.*}. */
@FunctionalInterface
public interface ApiFamily {
  /** Adds the rows of this family below the root table {@code ngx}. */
  void register(ApiTable ngx);
}
