package io.perigee.httpmodules.access;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LIMIT_EXCEPT;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Context;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Setting;
import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.Phase;
import io.perigee.http.request.Request;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * {@code allow} and {@code deny} (nginx's {@code ngx_http_access_module}): the first rule that fits
 * the client's address decides.
 */
public final class AccessModule implements HttpModule {
  private static final Set<Context> ANYWHERE = in(HTTP, SERVER, LOCATION, LIMIT_EXCEPT);

  private record Rule(AddressRange range, boolean deny) {}

  private static final Setting<List<Rule>> RULES = Setting.derived("access rules", List.of());

  /** The module. */
  public AccessModule() {}

  @Override
  public void register(HttpModules modules) {
    modules
        .settings(RULES)
        .directive("allow", ANYWHERE, Args.exactly(1), d -> add(d, false))
        .directive("deny", ANYWHERE, Args.exactly(1), d -> add(d, true))
        .handler(Phase.ACCESS, AccessModule::handle);
  }

  private static void add(Directive d, boolean deny) {
    AddressRange range = AddressRange.parse(d, d.arg(0));
    var settings = d.block().settings();
    List<Rule> before = settings.isSet(RULES) ? settings.get(RULES) : List.of();
    var rules = new java.util.ArrayList<>(before);
    rules.add(new Rule(range, deny));
    settings.set(RULES, List.copyOf(rules));
  }

  private static Outcome handle(Request r) {
    List<Rule> rules = r.settings().get(RULES);
    if (rules.isEmpty()) {
      return Outcome.DECLINED;
    }
    InetAddress client = r.connection().client().address();
    byte[] address = client == null ? Ascii.EMPTY : client.getAddress();
    for (Rule rule : rules) {
      if (rule.range().contains(address)) {
        return rule.deny() ? refuse(r) : Outcome.OK;
      }
    }
    return Outcome.DECLINED;
  }

  private static Outcome refuse(Request r) {
    if (r.settings().get(CoreSettings.SATISFY) == CoreSettings.Satisfy.ALL) {
      r.log(Level.ERROR, "access forbidden by rule");
    }
    return Outcome.status(403);
  }

  /** Addresses with a common start, all addresses, or all unix sockets. */
  private static final class AddressRange {
    private enum Kind {
      ALL,
      UNIX,
      NETWORK
    }

    private final Kind kind;
    private final byte[] address;
    private final int bits;

    private AddressRange(Kind kind, byte[] address, int bits) {
      this.kind = kind;
      this.address = address;
      this.bits = bits;
    }

    static AddressRange parse(Directive d, String text) {
      if (text.equals("all")) {
        return new AddressRange(Kind.ALL, Ascii.EMPTY, 0);
      }
      if (text.equals("unix:")) {
        return new AddressRange(Kind.UNIX, Ascii.EMPTY, 0);
      }
      int slash = text.indexOf('/');
      byte[] address = addressOf(d, text, slash < 0 ? text : text.substring(0, slash));
      long bits = address.length * 8L;
      if (slash >= 0) {
        bits = Ascii.parseDecimal(Ascii.latin1(text.substring(slash + 1)));
        if (bits < 0 || bits > address.length * 8L) {
          throw invalid(d, text);
        }
      }
      AddressRange range = new AddressRange(Kind.NETWORK, address, (int) bits);
      if (!range.hasOnlyNetworkBits()) {
        d.warn("low address bits of " + text + " are meaningless");
      }
      return range;
    }

    private static byte[] addressOf(Directive d, String text, String literal) {
      boolean complete = literal.indexOf(':') >= 0 || literal.split("\\.", -1).length == 4;
      try {
        if (complete) {
          return InetAddress.ofLiteral(literal).getAddress();
        }
      } catch (IllegalArgumentException e) {
        throw invalid(d, text);
      }
      throw invalid(d, text);
    }

    private static RuntimeException invalid(Directive d, String text) {
      return d.error("invalid parameter \"" + text + "\"");
    }

    private boolean hasOnlyNetworkBits() {
      for (int i = bits; i < address.length * 8; i++) {
        if ((address[i / 8] >> (7 - i % 8) & 1) != 0) {
          return false;
        }
      }
      return true;
    }

    boolean contains(byte[] client) {
      return switch (kind) {
        case ALL -> true;
        case UNIX -> client.length != 4 && client.length != 16;
        case NETWORK -> client.length == address.length && sameStart(client);
      };
    }

    private boolean sameStart(byte[] client) {
      int whole = bits / 8;
      if (!java.util.Arrays.equals(client, 0, whole, address, 0, whole)) {
        return false;
      }
      int rest = bits % 8;
      return rest == 0 || ((client[whole] ^ address[whole]) & 0xff) >> (8 - rest) == 0;
    }
  }
}
