package io.perigee.http.upstream;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.UPSTREAM;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.ConfBlock;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.value.Values;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.core.HttpConf;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.request.Request;

/** The {@code upstream} block, what stands in it, and the variables about exchanges with peers. */
public final class UpstreamModule implements HttpModule {
  private static final long HOUR = 3_600_000;
  private static final long MINUTE = 60_000;
  private static final Setting<Integer> KEEPALIVE =
      Setting.of("keepalive", in(UPSTREAM), Args.between(1, 2), UpstreamModule::connections, 0);
  private static final Setting<Integer> REQUESTS =
      Setting.of("keepalive_requests", in(UPSTREAM), Args.exactly(1), Values.number(), 1000);
  private static final Setting<Long> TIME =
      Setting.of("keepalive_time", in(UPSTREAM), Args.exactly(1), Values.millis(), HOUR);
  private static final Setting<Long> TIMEOUT =
      Setting.of("keepalive_timeout", in(UPSTREAM), Args.exactly(1), Values.millis(), MINUTE);

  /** The module. */
  public UpstreamModule() {}

  @Override
  public void register(HttpModules modules) {
    modules
        .settings(KEEPALIVE, REQUESTS, TIME, TIMEOUT)
        .block("upstream", in(HTTP), Args.exactly(1), UpstreamModule::upstream)
        .directive("server", in(UPSTREAM), Args.atLeast(1), UpstreamServers::parse)
        .directive("zone", in(UPSTREAM), Args.between(1, 2), UpstreamServers::zone)
        .directive(
            "least_conn",
            in(UPSTREAM),
            Args.none(),
            d -> UpstreamGroup.of(d).balancer(d, LeastConnections::new))
        .directive(
            "ip_hash", in(UPSTREAM), Args.none(), d -> UpstreamGroup.of(d).balancer(d, IpHash::new))
        .directive("hash", in(UPSTREAM), Args.between(1, 2), UpstreamModule::hash)
        .directive("random", in(UPSTREAM), Args.between(0, 2), UpstreamModule::random);
    UpstreamVariables.addTo(modules);
  }

  private static void hash(Directive d) {
    UpstreamGroup group = UpstreamGroup.of(d);
    ComplexValue<Request> key = HttpConf.complexValue(d, d.arg(0));
    if (d.count() == 1) {
      group.balancer(d, KeyHash.by(key));
    } else if (d.arg(1).equals("consistent")) {
      group.balancer(d, ConsistentHash.by(key));
    } else {
      throw d.invalidParameter(d.arg(1));
    }
  }

  private static void random(Directive d) {
    if (d.count() > 0 && !d.arg(0).equals("two")) {
      throw d.invalidParameter(d.arg(0));
    }
    if (d.count() == 2 && !d.arg(1).equals("least_conn")) {
      throw d.invalidParameter(d.arg(1));
    }
    boolean two = d.count() > 0;
    UpstreamGroup.of(d).balancer(d, (r, table) -> new RandomChoice(r, table, two));
  }

  private static int connections(Directive d) {
    int count = Values.number().parse(d);
    if (count == 0) {
      throw d.error("invalid value \"" + d.arg(0) + "\" in \"keepalive\" directive");
    }
    return count;
  }

  private static void upstream(Directive d) {
    ConfBlock block = d.child(UPSTREAM);
    UpstreamGroup group = new UpstreamGroup(Ascii.latin1(d.arg(0)), d);
    UpstreamGroups groups = UpstreamGroups.of(HttpConf.of(d));
    groups.define(d, group);
    group.attachTo(block);
    d.parseBody(block);
    if (group.servers().isEmpty()) {
      throw d.error("no servers are inside upstream");
    }
    if (group.servers().stream().allMatch(UpstreamServer::backup)) {
      throw d.error("no servers in upstream \"" + d.arg(0) + "\"");
    }
    groups.block(group, block);
  }

  @Override
  public void configured(HttpConf conf) {
    UpstreamGroups.of(conf)
        .blocks()
        .forEach(
            (group, block) -> {
              var settings = block.settings();
              group.keepAlive(
                  new KeepAlive(
                      settings.get(KEEPALIVE),
                      settings.get(REQUESTS),
                      settings.get(TIME),
                      settings.get(TIMEOUT)));
            });
    UpstreamGroups.of(conf).complete();
  }
}
