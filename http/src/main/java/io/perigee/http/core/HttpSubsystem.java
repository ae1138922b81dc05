package io.perigee.http.core;

import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.ConfBlock;
import io.perigee.conf.directive.Context;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.DirectiveTable;
import io.perigee.conf.text.ConfError;
import io.perigee.core.cycle.Cycle;
import io.perigee.core.cycle.CycleBuilder;
import io.perigee.core.net.Listening;
import io.perigee.core.net.Service;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.core.variable.VariableTable;
import io.perigee.core.worker.Worker;
import io.perigee.http.connection.HttpListening;
import io.perigee.http.location.Root;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.request.Request;
import io.perigee.http.upstream.UpstreamModule;
import io.perigee.http.variable.CoreVariables;
import java.util.ArrayList;
import java.util.List;

/**
 * The http block: reads it with the directives of the core and of all modules, and completes it in
 * the order of nginx's {@code ngx_http_block}.
 */
public final class HttpSubsystem implements Service {
  private final List<HttpModule> modules = new ArrayList<>();

  /** The subsystem with these modules; their order is that of their handlers and filters. */
  public HttpSubsystem(List<? extends HttpModule> modules) {
    this.modules.add(new CoreModule());
    this.modules.add(new UpstreamModule());
    this.modules.addAll(modules);
  }

  @Override
  public void register(DirectiveTable table) {
    VariableTable<Request> variables = new VariableTable<>();
    CoreVariables.addTo(variables);
    HttpModules page = new HttpModules(table, variables);
    for (HttpModule module : modules) {
      module.register(page);
    }
    table.block("http", in(Context.MAIN), Args.none(), d -> read(d, page));
  }

  private static void read(Directive d, HttpModules page) {
    CycleBuilder cycle = CycleBuilder.of(d);
    if (cycle.attachment(HttpConf.KEY) != null) {
      throw d.duplicate();
    }
    ConfBlock block = d.child(Context.HTTP);
    HttpConf conf = new HttpConf(block, cycle, page);
    block.attach(HttpConf.KEY, conf);
    cycle.attach(HttpConf.KEY, conf);
    d.parseBody(block);
    if (!block.settings().isSet(CoreSettings.ROOT)) {
      byte[] folder = Ascii.latin1(Directories.bytes(cycle.prefix().resolve("html")));
      block
          .settings()
          .set(CoreSettings.ROOT, new Root(ComplexValue.constant(folder), Root.NO_ALIAS));
    }
  }

  @Override
  public void configured(CycleBuilder cycle) {
    HttpConf conf = cycle.attachment(HttpConf.KEY);
    if (conf == null) {
      return;
    }
    conf.makeErrorLogs();
    for (LocationConf location : conf.locations()) {
      location.arrange();
    }
    for (HttpModule module : modules) {
      module.configured(conf);
    }
    String unknown = conf.variables().unknown();
    if (unknown != null) {
      throw new ConfError("unknown \"" + unknown + "\" variable");
    }
    conf.listens().complete(conf);
    conf.link();
  }

  @Override
  public void starting(Cycle cycle) {
    for (HttpModule module : modules) {
      module.cycleStarting(cycle);
    }
  }

  @Override
  public List<Listening> listenings(Cycle cycle) {
    HttpConf conf = cycle.attachment(HttpConf.KEY);
    if (conf == null) {
      return List.of();
    }
    return conf.sockets().stream()
        .map(socket -> new Listening(socket.address(), socket.options(), new HttpListening(socket)))
        .toList();
  }

  @Override
  public void workerStarted(Worker worker) {
    HttpConf conf = worker.cycle().attachment(HttpConf.KEY);
    if (conf != null) {
      for (HttpModule module : modules) {
        module.workerStarted(worker, conf);
      }
    }
  }

  @Override
  public void workerEnding(Worker worker) {
    HttpConf conf = worker.cycle().attachment(HttpConf.KEY);
    if (conf != null) {
      for (HttpModule module : modules) {
        module.workerExiting(worker, conf);
      }
    }
  }
}
