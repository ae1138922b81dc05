package io.perigee.http.upstream;

import io.perigee.conf.directive.Directive;
import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.core.HttpConf;
import io.perigee.http.request.Request;
import org.jspecify.annotations.Nullable;

/**
 * The argument of directives such as {@code memcached_pass}: a group or {@code host:port}, or an
 * address that is computed for each request.
 */
public final class UpstreamAddress {
  private final @Nullable ComplexValue<Request> computed;
  private final UpstreamGroups.@Nullable Holder group;
  private @Nullable UpstreamTarget constant;

  private UpstreamAddress(
      @Nullable ComplexValue<Request> computed, UpstreamGroups.@Nullable Holder group) {
    this.computed = computed;
    this.group = group;
  }

  /** Reads the first argument; an address without variables is looked up at once. */
  public static UpstreamAddress parse(Directive d) {
    ComplexValue<Request> value = HttpConf.complexValue(d, d.arg(0));
    if (!value.isConstant()) {
      return new UpstreamAddress(value, null);
    }
    try {
      PeerAddresses url = PeerAddresses.parse(d.arg(0), false);
      return new UpstreamAddress(null, UpstreamGroups.of(HttpConf.of(d)).use(d, url, 0));
    } catch (PeerAddresses.Malformed e) {
      throw d.error(e.getMessage() + " in upstream \"" + d.arg(0) + "\"");
    }
  }

  /** Where a request goes; null for an address that makes no sense, which was logged. */
  public @Nullable UpstreamTarget target(Request r) {
    if (computed != null) {
      return compute(r, Ascii.string(computed.evaluate(r)));
    }
    UpstreamTarget known = constant;
    if (known == null && group != null) {
      known = UpstreamTarget.of(group.group());
      constant = known;
    }
    return known;
  }

  private static @Nullable UpstreamTarget compute(Request r, String address) {
    PeerAddresses url;
    try {
      url = PeerAddresses.parse(address, false);
    } catch (PeerAddresses.Malformed e) {
      r.log(Level.ERROR, e.getMessage() + " in upstream \"" + address + "\"");
      return null;
    }
    UpstreamGroup known = UpstreamGroups.of(r.conf()).known(url, 0);
    if (known != null) {
      return UpstreamTarget.of(known);
    }
    if (url.port() == 0 && url.unixPath() == null) {
      r.log(Level.ERROR, "no port in upstream \"" + address + "\"");
      return null;
    }
    return url.isLiteral()
        ? UpstreamTarget.once(UpstreamServer.usual(address, url.resolve(0)))
        : UpstreamTarget.named(url.host(), url.port());
  }
}
