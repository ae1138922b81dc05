package io.perigee.httpmodules.map;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.text.ConfNode;
import io.perigee.conf.value.Values;
import io.perigee.core.variable.ComplexValue;
import io.perigee.core.variable.Variable;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.request.Request;
import io.perigee.http.variable.RequestVariables;

/** {@code map source $variable { ... }} (nginx's {@code ngx_http_map_module}). */
public final class MapModule implements HttpModule {
  private static final Setting<Integer> MAX_SIZE =
      Setting.of("map_hash_max_size", in(HTTP), Args.exactly(1), Values.number(), 2048);

  private static final Setting<Integer> BUCKET_SIZE =
      Setting.of("map_hash_bucket_size", in(HTTP), Args.exactly(1), Values.number(), 64);

  /** The module. */
  public MapModule() {}

  @Override
  public void register(HttpModules modules) {
    modules.settings(MAX_SIZE, BUCKET_SIZE).block("map", in(HTTP), Args.exactly(2), MapModule::add);
  }

  private static void add(Directive d) {
    ComplexValue<Request> source = RequestVariables.compile(d, d.arg(0));
    ValueMap map = new ValueMap(d);
    Variable<Request> variable =
        RequestVariables.define(d, d.arg(1), r -> map.find(r, source.evaluate(r)));
    for (ConfNode line : d.rawBody()) {
      if (line.args().isEmpty() && line.name().equals("volatile")) {
        variable.noCacheable();
      } else if (line.args().isEmpty() && line.name().equals("hostnames")) {
        map.hostnames();
      } else if (line.args().size() != 1) {
        throw new io.perigee.conf.text.ConfError(
            "invalid number of the map parameters", line.file(), line.line());
      } else {
        map.add(line);
      }
    }
  }
}
