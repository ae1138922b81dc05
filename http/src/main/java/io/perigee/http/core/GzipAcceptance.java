package io.perigee.http.core;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Context;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.value.Values;
import io.perigee.core.text.Ascii;
import io.perigee.http.request.KnownHeader;
import io.perigee.http.request.Request;
import java.util.Map;
import java.util.Set;

/**
 * Whether a client takes a response in gzip, as nginx's {@code ngx_http_gzip_ok} decides it with
 * the directives {@code gzip_http_version} and {@code gzip_proxied}; {@code gzip_vary} tells caches
 * of the choice. Responses to proxies are compressed only with {@code gzip_proxied any}.
 */
public final class GzipAcceptance {
  private static final Set<Context> ANYWHERE = in(HTTP, SERVER, LOCATION);

  /** Whether a response that depends on the client's choice has a Vary field. */
  public static final Setting<Boolean> VARY =
      Setting.of("gzip_vary", ANYWHERE, Args.flag(), Values.flag(), false);

  private static final Setting<Integer> VERSION =
      Setting.of(
          "gzip_http_version",
          ANYWHERE,
          Args.exactly(1),
          Values.oneOf(Map.of("1.0", 1000, "1.1", 1001)),
          1001);

  private static final Setting<Boolean> PROXIED =
      Setting.of(
          "gzip_proxied",
          ANYWHERE,
          Args.exactly(1),
          Values.oneOf(Map.of("off", false, "any", true)),
          false);

  private GzipAcceptance() {}

  static Setting<?>[] settings() {
    return new Setting<?>[] {VARY, VERSION, PROXIED};
  }

  /** Whether the response to a request may be sent in gzip; never that to a subrequest. */
  public static boolean isAccepted(Request r) {
    byte[] accepted = r.headersIn().value(KnownHeader.ACCEPT_ENCODING);
    return !r.isSubrequest()
        && accepted != null
        && r.version() >= r.settings().get(VERSION)
        && (r.settings().get(PROXIED) || !r.headersIn().has(KnownHeader.VIA))
        && names(Ascii.lower(Ascii.string(accepted)));
  }

  /** Whether gzip is named with a quality above zero, or everything is. */
  private static boolean names(String field) {
    boolean any = false;
    for (String part : field.split(",", -1)) {
      String[] words = part.trim().split("\\s*;\\s*", -1);
      boolean wanted = isWanted(words);
      if (words[0].equals("gzip")) {
        return wanted;
      }
      if (words[0].equals("*")) {
        any = wanted;
      }
    }
    return any;
  }

  private static boolean isWanted(String[] words) {
    for (int i = 1; i < words.length; i++) {
      if (words[i].startsWith("q=")) {
        return !words[i].matches("q=0(\\.0*)?");
      }
    }
    return true;
  }
}
