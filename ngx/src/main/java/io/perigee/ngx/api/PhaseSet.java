package io.perigee.ngx.api;

import io.perigee.lua.runtime.LuaError;
import io.perigee.ngx.thread.LuaPhase;
import io.perigee.ngx.thread.ThreadContext;
import org.jspecify.annotations.Nullable;

/**
 * The phases in which an API function may be called, and the error that it throws elsewhere. The
 * texts are those of ngx_lua; programs match on them.
 */
public final class PhaseSet {
  /** No check at all. */
  public static final PhaseSet ANY = new PhaseSet(-1, false, "");

  /** Every phase that has a request of a client behind it. */
  public static final PhaseSet REQUEST = new PhaseSet(-1, true, "no request found");

  /** The phases that may write a response. */
  public static final PhaseSet RESPONSE =
      of(
              LuaPhase.REWRITE,
              LuaPhase.SERVER_REWRITE,
              LuaPhase.ACCESS,
              LuaPhase.PRECONTENT,
              LuaPhase.CONTENT)
          .missing("no request object found");

  /** The phases that may wait. */
  public static final PhaseSet YIELDABLE =
      of(
          LuaPhase.REWRITE,
          LuaPhase.SERVER_REWRITE,
          LuaPhase.ACCESS,
          LuaPhase.PRECONTENT,
          LuaPhase.CONTENT,
          LuaPhase.TIMER,
          LuaPhase.SSL_CERTIFICATE,
          LuaPhase.SSL_SESSION_FETCH,
          LuaPhase.SSL_CLIENT_HELLO,
          LuaPhase.PROXY_SSL_CERTIFICATE,
          LuaPhase.PROXY_SSL_VERIFY);

  private final int mask;
  private final boolean client;
  private final String missing;

  private PhaseSet(int mask, boolean client, String missing) {
    this.mask = mask;
    this.client = client;
    this.missing = missing;
  }

  /** The given phases. */
  public static PhaseSet of(LuaPhase... phases) {
    int mask = 0;
    for (LuaPhase phase : phases) {
      mask |= phase.bit();
    }
    return new PhaseSet(mask, false, "no request found");
  }

  /** All phases but the given ones. */
  public static PhaseSet except(LuaPhase... phases) {
    return new PhaseSet(~of(phases).mask, false, "no request found");
  }

  /** Whether a phase is one of them. */
  public boolean contains(LuaPhase phase) {
    return (mask & phase.bit()) != 0;
  }

  /** These phases and some more. */
  public PhaseSet and(LuaPhase... phases) {
    return new PhaseSet(mask | of(phases).mask, client, missing);
  }

  /** The same phases with another text for a call without any handler run. */
  public PhaseSet missing(String text) {
    return new PhaseSet(mask, client, text);
  }

  /** Whether the phase is one of these. */
  public boolean allows(LuaPhase phase) {
    return (mask & phase.bit()) != 0;
  }

  /** Throws the error that a call from the given handler run deserves, if any. */
  public void check(@Nullable ThreadContext context) {
    if (this == ANY) {
      return;
    }
    if (context == null) {
      throw LuaError.at(1, missing);
    }
    if (client && !context.hasClient()) {
      throw LuaError.at(1, "API disabled in the current context");
    }
    if ((mask & context.phase().bit()) == 0) {
      throw LuaError.at(1, "API disabled in the context of " + context.phase().label());
    }
  }
}
