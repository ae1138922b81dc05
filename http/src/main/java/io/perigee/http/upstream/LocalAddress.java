package io.perigee.http.upstream;

import io.perigee.conf.directive.Directive;
import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.core.HttpConf;
import io.perigee.http.request.Request;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What {@code proxy_bind} says: the local address of connections to peers, or none in particular.
 */
final class LocalAddress {
  /** Any address. */
  static final LocalAddress ANY = new LocalAddress(null);

  private final @Nullable ComplexValue<Request> value;

  private LocalAddress(@Nullable ComplexValue<Request> value) {
    this.value = value;
  }

  static LocalAddress parse(Directive d) {
    if (d.count() == 1 && d.arg(0).equals("off")) {
      return ANY;
    }
    if (d.count() == 2) {
      throw d.arg(1).equals("transparent")
          ? d.error("transparent proxying is not supported on this platform, ignored")
          : d.invalidParameter(d.arg(1));
    }
    ComplexValue<Request> value = HttpConf.complexValue(d, d.arg(0));
    byte[] constant = value.constant();
    if (constant != null && PeerAddresses.literal(Ascii.string(constant), 0) == null) {
      throw d.error("invalid address \"" + d.arg(0) + "\"");
    }
    return new LocalAddress(value);
  }

  /** The address for a request, or null for any; one that is not valid is logged and left out. */
  @Nullable InetSocketAddress evaluate(Request r) {
    ComplexValue<Request> text = value;
    if (text == null) {
      return null;
    }
    byte[] evaluated = text.evaluate(r);
    if (evaluated.length == 0) {
      return null;
    }
    InetSocketAddress address = PeerAddresses.literal(Ascii.string(evaluated), 0);
    if (address == null) {
      r.log(Level.ERROR, "invalid local address \"" + Ascii.string(evaluated) + "\"");
    }
    return address;
  }
}
