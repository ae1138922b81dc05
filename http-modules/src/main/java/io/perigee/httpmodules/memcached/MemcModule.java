package io.perigee.httpmodules.memcached;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.LOCATION_IF;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.directive.Settings;
import io.perigee.conf.value.Values;
import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.core.text.HttpDate;
import io.perigee.core.variable.Variable;
import io.perigee.http.core.LocationConf;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.Responses;
import io.perigee.http.request.Request;
import io.perigee.http.upstream.Upstream;
import io.perigee.http.upstream.UpstreamAddress;
import io.perigee.http.upstream.UpstreamSettings;
import io.perigee.http.upstream.UpstreamTarget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OpenResty's memc module: all commands of memcached, chosen by variables or by the method. */
public final class MemcModule implements HttpModule {
  private static final UpstreamSettings UPSTREAM =
      new UpstreamSettings("memc", UpstreamSettings.Extent.ABORTABLE);
  private static final Setting<UpstreamAddress> PASS = Setting.derived("memc_pass");
  private static final Setting<List<MemcCommand>> ALLOWED =
      Setting.lists(
          "memc_cmds_allowed",
          in(HTTP, SERVER, LOCATION, LOCATION_IF),
          Args.atLeast(1),
          MemcModule::allowed);

  static final Setting<Boolean> FLAGS_TO_LAST_MODIFIED =
      Setting.of(
          "memc_flags_to_last_modified",
          in(HTTP, SERVER, LOCATION, LOCATION_IF),
          Args.flag(),
          Values.flag(),
          false);

  /** The variables by which a request says what it wants. */
  record Variables(
      Variable<Request> command,
      Variable<Request> key,
      Variable<Request> value,
      Variable<Request> flags,
      Variable<Request> expiry) {}

  /** The module. */
  public MemcModule() {}

  @Override
  public void register(HttpModules modules) {
    Variables variables =
        new Variables(
            variable(modules, "memc_cmd"),
            variable(modules, "memc_key"),
            variable(modules, "memc_value"),
            variable(modules, "memc_flags"),
            variable(modules, "memc_exptime"));
    modules
        .settings(UPSTREAM.rows())
        .settings(PASS, ALLOWED, FLAGS_TO_LAST_MODIFIED)
        .variable(
            new Variable<Request>(
                    "memc_flags_as_http_time", r -> httpTime(variables.flags().value(r)))
                .noCacheable())
        .directive(
            "memc_pass",
            in(LOCATION, LOCATION_IF),
            Args.exactly(1),
            d -> pass(d, modules, variables));
  }

  private static Variable<Request> variable(HttpModules modules, String name) {
    Variable<Request> made = new Variable<Request>(name, r -> null).changeable();
    modules.variable(made);
    return made;
  }

  private static byte @Nullable [] httpTime(byte @Nullable [] flags) {
    long seconds = flags == null ? -1 : Ascii.parseDecimal(flags);
    return seconds < 0 ? null : Ascii.latin1(HttpDate.format(seconds));
  }

  private static List<MemcCommand> allowed(Directive d) {
    return d.args().stream()
        .map(
            name -> {
              MemcCommand command = MemcCommand.named(Ascii.latin1(name));
              if (command == null) {
                throw d.error("Unknown memcached command: " + name);
              }
              return command;
            })
        .toList();
  }

  private static void pass(Directive d, HttpModules modules, Variables variables) {
    Settings settings = d.block().settings();
    if (settings.isSet(PASS)) {
      throw d.duplicate();
    }
    settings.set(PASS, UpstreamAddress.parse(d));
    modules.variables().use(variables.flags().name());
    LocationConf location = LocationConf.of(d);
    if (location.name().endsWith("/")) {
      location.autoRedirect(true);
    }
    location.contentHandler(r -> handle(r, variables));
  }

  private static Outcome handle(Request r, Variables variables) {
    byte[] name = variables.command().indexedValue(r);
    MemcCommand command;
    if (name == null || name.length == 0) {
      command = MemcCommand.ofMethod(r.method());
      if (command == null) {
        return Outcome.status(405);
      }
    } else {
      command = MemcCommand.named(name);
      if (command == null) {
        r.log(Level.ERROR, "unknown $memc_cmd \"" + Ascii.string(name) + "\"");
        return Outcome.status(400);
      }
    }
    List<MemcCommand> only = r.settings().get(ALLOWED);
    if (!only.isEmpty() && !only.contains(command)) {
      return Outcome.status(403);
    }
    UpstreamAddress address = r.settings().find(PASS);
    UpstreamTarget target = address == null ? null : address.target(r);
    if (target == null) {
      return Outcome.status(500);
    }
    Responses.setContentType(r);
    MemcRequest request = new MemcRequest(r, variables, command);
    return command.stores()
        ? Upstream.pass(r, UPSTREAM, target, request)
        : Upstream.passWithoutBody(r, UPSTREAM, target, request);
  }
}
