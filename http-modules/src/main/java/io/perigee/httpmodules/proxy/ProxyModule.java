package io.perigee.httpmodules.proxy;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.value.Quantities;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;

/**
 * The proxy module of nginx as far as it goes without upstreams: {@code proxy_temp_path} is known,
 * since common configurations set it for the whole server; {@code proxy_pass} is not, so a
 * configuration that passes requests on is refused instead of served wrongly.
 */
public final class ProxyModule implements HttpModule {
  private static final Setting<String> TEMP_PATH =
      Setting.of(
          "proxy_temp_path",
          in(HTTP, SERVER, LOCATION),
          Args.between(1, 4),
          ProxyModule::tempPath,
          "proxy_temp");

  /** The module. */
  public ProxyModule() {}

  @Override
  public void register(HttpModules modules) {
    modules.settings(TEMP_PATH);
  }

  private static String tempPath(Directive d) {
    for (int i = 1; i < d.count(); i++) {
      long level = Quantities.decimal(d.arg(i));
      if (level < 1 || level > 3) {
        throw d.error("invalid value \"" + d.arg(i) + "\"");
      }
    }
    return d.arg(0);
  }
}
