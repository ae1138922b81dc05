package io.perigee.httpmodules.proxy;

import io.perigee.conf.directive.Directive;
import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.core.HttpConf;
import io.perigee.http.core.LocationConf;
import io.perigee.http.request.Request;
import io.perigee.http.upstream.PeerAddresses;
import io.perigee.http.upstream.UpstreamGroup;
import io.perigee.http.upstream.UpstreamGroups;
import io.perigee.http.upstream.UpstreamServer;
import io.perigee.http.upstream.UpstreamTarget;
import org.jspecify.annotations.Nullable;

/**
 * What {@code proxy_pass} of a location says: a server or group with or without a path that
 * replaces the location's, or an address that is computed for each request.
 */
final class ProxyPass {
  private static final int HTTP_PORT = 80;
  private static final String HTTP = "http://";
  private static final String HTTPS = "https://";

  /** Where one request goes, with the parts of the address that its lines and variables need. */
  static final class Destination {
    private final UpstreamTarget target;
    private final byte[] host;
    private final byte[] port;
    private final byte[] path;

    private Destination(UpstreamTarget target, byte[] host, byte[] port, byte[] path) {
      this.target = target;
      this.host = host;
      this.port = port;
      this.path = path;
    }

    UpstreamTarget target() {
      return target;
    }

    byte[] host() {
      return host;
    }

    byte[] port() {
      return port;
    }

    byte[] path() {
      return path;
    }
  }

  private final String text;
  private final LocationConf location;
  private final @Nullable ComplexValue<Request> computed;
  private final UpstreamGroups.@Nullable Holder group;
  private final byte[] host;
  private final byte[] port;
  private final byte[] path;
  private @Nullable Destination constant;

  private ProxyPass(
      Directive d,
      @Nullable ComplexValue<Request> computed,
      UpstreamGroups.@Nullable Holder group,
      @Nullable PeerAddresses url) {
    this.text = d.arg(0);
    this.location = LocationConf.of(d);
    this.computed = computed;
    this.group = group;
    this.host = url == null ? Ascii.EMPTY : hostOf(url);
    this.port = url == null ? Ascii.EMPTY : portOf(url);
    this.path = url == null ? Ascii.EMPTY : Ascii.latin1(url.rest());
  }

  static ProxyPass parse(Directive d) {
    String text = d.arg(0);
    LocationConf location = LocationConf.of(d);
    if (location.name().endsWith("/")) {
      location.autoRedirect(true);
    }
    ComplexValue<Request> value = HttpConf.complexValue(d, text);
    if (!value.isConstant()) {
      return new ProxyPass(d, value, null, null);
    }
    PeerAddresses url;
    try {
      url = PeerAddresses.parse(withoutScheme(d, text), true);
    } catch (PeerAddresses.Malformed e) {
      throw d.error(e.getMessage() + " in upstream \"" + text + "\"");
    }
    boolean noPath =
        location.isNamed() || location.isNoname() || location.kind() == LocationConf.Kind.REGEX;
    if (noPath && !url.rest().isEmpty()) {
      throw d.error(
          "\"proxy_pass\" cannot have URI part in location given by regular expression, or inside"
              + " named location, or inside \"if\" statement, or inside \"limit_except\" block");
    }
    UpstreamGroups.Holder group = UpstreamGroups.of(HttpConf.of(d)).use(d, url, HTTP_PORT);
    return new ProxyPass(d, null, group, url);
  }

  private static String withoutScheme(Directive d, String text) {
    if (text.regionMatches(true, 0, HTTPS, 0, HTTPS.length())) {
      throw d.error("https upstreams are not supported yet");
    }
    if (!text.regionMatches(true, 0, HTTP, 0, HTTP.length())) {
      throw d.error("invalid URL prefix");
    }
    return text.substring(HTTP.length());
  }

  private static byte[] hostOf(PeerAddresses url) {
    if (url.unixPath() != null) {
      return Ascii.latin1("localhost");
    }
    boolean usual = url.port() == 0 || url.port() == HTTP_PORT;
    return Ascii.latin1(usual ? url.host() : url.host() + ":" + url.port());
  }

  private static byte[] portOf(PeerAddresses url) {
    return url.unixPath() != null
        ? Ascii.EMPTY
        : Ascii.decimal(url.port() == 0 ? HTTP_PORT : url.port());
  }

  /** The address as configured. */
  String text() {
    return text;
  }

  /** The location that it stands in; an if block inherits it. */
  LocationConf location() {
    return location;
  }

  /** Whether the address is computed, so that its path is taken as it is. */
  boolean isComputed() {
    return computed != null;
  }

  /** The path behind the server, empty for none. */
  byte[] path() {
    return path;
  }

  /** Where a request goes; null for an address that makes no sense, which was logged. */
  @Nullable Destination destination(Request r) {
    ComplexValue<Request> value = computed;
    if (value != null) {
      return compute(r, Ascii.string(value.evaluate(r)));
    }
    Destination known = constant;
    if (known == null && group != null) {
      known = new Destination(UpstreamTarget.of(group.group()), host, port, path);
      constant = known;
    }
    return known;
  }

  private static @Nullable Destination compute(Request r, String address) {
    if (!address.regionMatches(true, 0, HTTP, 0, HTTP.length())) {
      boolean https = address.regionMatches(true, 0, HTTPS, 0, HTTPS.length());
      r.log(
          Level.ERROR,
          https
              ? "https upstreams are not supported yet: \"" + address + "\""
              : "invalid URL prefix in \"" + address + "\"");
      return null;
    }
    PeerAddresses url;
    try {
      url = PeerAddresses.parse(address.substring(HTTP.length()), true);
    } catch (PeerAddresses.Malformed e) {
      r.log(Level.ERROR, e.getMessage() + " in upstream \"" + address + "\"");
      return null;
    }
    String path = url.rest().startsWith("?") ? "/" + url.rest() : url.rest();
    return new Destination(target(r, url), hostOf(url), portOf(url), Ascii.latin1(path));
  }

  private static UpstreamTarget target(Request r, PeerAddresses url) {
    UpstreamGroup known = UpstreamGroups.of(r.conf()).known(url, HTTP_PORT);
    if (known != null) {
      return UpstreamTarget.of(known);
    }
    if (url.isLiteral()) {
      return UpstreamTarget.once(
          UpstreamServer.usual(url.nameWithPort(HTTP_PORT), url.resolve(HTTP_PORT)));
    }
    return UpstreamTarget.named(url.host(), url.port() == 0 ? HTTP_PORT : url.port());
  }
}
