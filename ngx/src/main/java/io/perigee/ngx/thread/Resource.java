package io.perigee.ngx.thread;

import org.jspecify.annotations.Nullable;

/**
 * Something that Lua code of a context opened and that is given back at the end of what the context
 * serves, unless it was before. A context links its resources into a list, so that taking one out
 * costs nothing.
 */
public abstract class Resource {
  @Nullable Resource nextOwned;
  @Nullable Resource previousOwned;
  private @Nullable ThreadContext owner;

  /** The context that it belongs to, or null. */
  public final @Nullable ThreadContext owner() {
    return owner;
  }

  /** It was given back and belongs to nobody any more. */
  protected final void disown() {
    ThreadContext context = owner;
    if (context != null) {
      context.disown(this);
    }
  }

  final void owner(@Nullable ThreadContext context) {
    owner = context;
  }

  /** What the context served is over; it is no longer the owner. */
  protected abstract void release();
}
