package io.perigee.httpmodules.headersmore;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.LOCATION_IF;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Context;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.directive.Settings;
import io.perigee.core.text.Ascii;
import io.perigee.http.filter.HeaderFilter;
import io.perigee.http.module.FilterPlace;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.Phase;
import io.perigee.http.request.KnownHeader;
import io.perigee.http.request.Request;
import io.perigee.http.request.ResponseHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The headers-more module. Rules of outer blocks run before those of inner ones; setting and
 * clearing run in the order of the text.
 */
public final class HeadersMoreModule implements HttpModule {
  private static final Set<Context> ANYWHERE = in(HTTP, SERVER, LOCATION, LOCATION_IF);

  private static final Setting<List<HeaderRule>> OUTPUT =
      Setting.mergedList(
          "more_set_headers",
          ANYWHERE,
          Args.atLeast(1),
          d -> HeaderRule.read(d, false, false),
          HeadersMoreModule::joined);

  private static final Setting<List<HeaderRule>> INPUT =
      Setting.mergedList(
          "more_set_input_headers",
          ANYWHERE,
          Args.atLeast(1),
          d -> HeaderRule.read(d, true, false),
          HeadersMoreModule::joined);

  /** The module. */
  public HeadersMoreModule() {}

  @Override
  public void register(HttpModules modules) {
    modules.settings(OUTPUT, INPUT);
    modules.directive(
        "more_clear_headers",
        ANYWHERE,
        Args.atLeast(1),
        d -> append(d, OUTPUT, HeaderRule.read(d, false, true)));
    modules.directive(
        "more_clear_input_headers",
        ANYWHERE,
        Args.atLeast(1),
        d -> append(d, INPUT, HeaderRule.read(d, true, true)));
    modules.headerFilter(FilterPlace.AUXILIARY, HeadersMoreModule::filter);
    modules.handler(Phase.REWRITE, HeadersMoreModule::rewrite);
  }

  private static List<HeaderRule> joined(List<HeaderRule> outer, List<HeaderRule> inner) {
    List<HeaderRule> all = new ArrayList<>(outer);
    all.addAll(inner);
    return List.copyOf(all);
  }

  /** Puts a rule of a clearing directive behind those that the block has so far. */
  private static void append(Directive d, Setting<List<HeaderRule>> setting, HeaderRule rule) {
    Settings settings = d.block().settings();
    List<HeaderRule> own = settings.find(setting);
    settings.set(setting, joined(own == null ? List.of() : own, List.of(rule)));
  }

  private static Outcome filter(Request r, HeaderFilter.Next next) {
    List<HeaderRule> rules = r.settings().get(OUTPUT);
    if (!rules.isEmpty()) {
      ResponseHeaders out = r.headersOut();
      for (HeaderRule rule : rules) {
        byte[] type = out.contentType();
        if (rule.holds(out.status(), type == null ? Ascii.EMPTY : type)) {
          rule.changes().forEach(change -> change.apply(r, out, rule.append()));
        }
      }
    }
    return next.send(r);
  }

  private static Outcome rewrite(Request r) {
    List<HeaderRule> rules = r.settings().get(INPUT);
    for (HeaderRule rule : rules) {
      byte[] type = r.headersIn().value(KnownHeader.CONTENT_TYPE);
      if (rule.holds(type == null ? Ascii.EMPTY : type)) {
        rule.changes().forEach(change -> change.apply(r, r.headersIn(), rule.onlyExisting()));
      }
    }
    return Outcome.DECLINED;
  }
}
