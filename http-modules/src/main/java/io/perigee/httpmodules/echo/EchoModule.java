package io.perigee.httpmodules.echo;

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
import io.perigee.conf.value.Values;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.core.LocationConf;
import io.perigee.http.module.FilterPlace;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.request.Request;
import io.perigee.http.variable.RequestVariables;
import io.perigee.httpmodules.echo.EchoCommand.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The echo module: commands of a location run in the order of the text and make the response; two
 * more put text before and after what another handler sends.
 */
public final class EchoModule implements HttpModule {
  private static final Set<Context> LOCATIONS = in(LOCATION, LOCATION_IF);

  /** The commands of a location; a block without any has those of the block around it. */
  static final Setting<List<EchoCommand>> COMMANDS = Setting.derived("echo commands", List.of());

  static final Setting<List<EchoCommand>> BEFORE_BODY =
      Setting.list(
          "echo_before_body",
          in(HTTP, SERVER, LOCATION, LOCATION_IF),
          Args.atLeast(0),
          d -> command(d, Kind.ECHO));

  static final Setting<List<EchoCommand>> AFTER_BODY =
      Setting.list(
          "echo_after_body",
          in(HTTP, SERVER, LOCATION, LOCATION_IF),
          Args.atLeast(0),
          d -> command(d, Kind.ECHO));

  static final Setting<Integer> STATUS =
      Setting.of("echo_status", LOCATIONS, Args.exactly(1), Values.number(), 200);

  /** The module. */
  public EchoModule() {}

  @Override
  public void register(HttpModules modules) {
    modules.settings(COMMANDS, BEFORE_BODY, AFTER_BODY, STATUS);
    command(modules, "echo", Args.atLeast(0), Kind.ECHO);
    command(modules, "echo_duplicate", Args.exactly(2), Kind.DUPLICATE);
    command(modules, "echo_flush", Args.none(), Kind.FLUSH);
    command(modules, "echo_sleep", Args.exactly(1), Kind.SLEEP);
    command(modules, "echo_blocking_sleep", Args.exactly(1), Kind.BLOCKING_SLEEP);
    command(modules, "echo_reset_timer", Args.none(), Kind.RESET_TIMER);
    command(modules, "echo_read_request_body", Args.none(), Kind.READ_REQUEST_BODY);
    command(modules, "echo_request_body", Args.none(), Kind.REQUEST_BODY);
    command(modules, "echo_location", Args.between(1, 2), Kind.LOCATION);
    command(modules, "echo_location_async", Args.between(1, 2), Kind.LOCATION_ASYNC);
    command(modules, "echo_subrequest", Args.atLeast(2), Kind.SUBREQUEST);
    command(modules, "echo_subrequest_async", Args.atLeast(2), Kind.SUBREQUEST_ASYNC);
    command(modules, "echo_foreach_split", Args.exactly(2), Kind.FOREACH_SPLIT);
    command(modules, "echo_end", Args.none(), Kind.END);
    command(modules, "echo_exec", Args.between(1, 2), Kind.EXEC);
    command(modules, "echo_abort_parent", Args.none(), Kind.ABORT_PARENT);
    modules
        .headerFilter(FilterPlace.ECHO, EchoFilter::header)
        .bodyFilter(FilterPlace.ECHO, EchoFilter::body);
    EchoVariables.register(modules);
  }

  private static void command(HttpModules modules, String name, Args args, Kind kind) {
    modules.directive(name, LOCATIONS, args, d -> add(d, kind));
  }

  private static void add(Directive d, Kind kind) {
    Settings settings = d.block().settings();
    List<EchoCommand> commands = new ArrayList<>();
    if (settings.isSet(COMMANDS)) {
      commands.addAll(settings.get(COMMANDS));
    }
    commands.add(command(d, kind));
    settings.set(COMMANDS, List.copyOf(commands));
    LocationConf.of(d).contentHandler(EchoRunner::handle);
  }

  private static EchoCommand command(Directive d, Kind kind) {
    List<ComplexValue<Request>> args = new ArrayList<>();
    for (String arg : d.args()) {
      args.add(RequestVariables.compile(d, arg));
    }
    return new EchoCommand(kind, List.copyOf(args));
  }
}
