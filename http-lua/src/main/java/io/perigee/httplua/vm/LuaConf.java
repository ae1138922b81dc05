package io.perigee.httplua.vm;

import io.perigee.conf.directive.Key;
import io.perigee.conf.directive.Settings;
import io.perigee.http.core.HttpConf;
import io.perigee.lua.LuaOptions;
import io.perigee.ngx.api.ApiTree;

/**
 * What all VMs of one configuration share: the API and the options of a VM.
 *
 * @param api the tree of {@code ngx.*}
 * @param options search paths and libraries
 * @param settings the values of the http block
 */
public record LuaConf(ApiTree api, LuaOptions options, Settings settings) {
  private static final Key<LuaConf> KEY = new Key<>("Lua");

  /** What belongs to a configuration. */
  public static LuaConf of(HttpConf conf) {
    LuaConf known = conf.attachment(KEY);
    if (known == null) {
      throw new IllegalStateException("Lua is not configured");
    }
    return known;
  }

  /** Attaches this to its configuration. */
  public void attach(HttpConf conf) {
    conf.attach(KEY, this);
  }
}
