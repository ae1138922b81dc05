package io.perigee.httplua.vm;

import io.perigee.conf.directive.Settings;
import io.perigee.http.core.HttpConf;
import io.perigee.httplua.LuaSettings;
import io.perigee.lua.LuaOptions;
import io.perigee.lua.library.StandardLibraries;
import org.jspecify.annotations.Nullable;

/**
 * {@code lua_package_path} and {@code lua_package_cpath}: {@code $prefix} stands for the server's
 * prefix, two semicolons for the default path.
 */
public final class SearchPaths {
  private SearchPaths() {}

  /** The options of the VMs of a configuration. */
  public static LuaOptions options(HttpConf conf) {
    Settings settings = conf.settings();
    String prefix = conf.cycle().prefix().toString();
    String root = prefix.endsWith("/") ? prefix : prefix + "/";
    return new LuaOptions(
        path(settings.find(LuaSettings.PACKAGE_PATH), root, LuaOptions.DEFAULT_PATH),
        path(settings.find(LuaSettings.PACKAGE_CPATH), root, LuaOptions.DEFAULT_CPATH),
        StandardLibraries.all());
  }

  static String path(@Nullable String given, String prefix, String usual) {
    if (given == null) {
      return usual;
    }
    String path = given.replace("$prefix", prefix);
    StringBuilder result = new StringBuilder(path.length() + usual.length());
    int at = 0;
    int mark = path.indexOf(";;");
    if (mark < 0) {
      return path;
    }
    result.append(path, at, mark);
    if (mark > 0) {
      result.append(';');
    }
    result.append(usual);
    if (mark + 2 < path.length()) {
      result.append(';').append(path, mark + 2, path.length());
    }
    return result.toString();
  }
}
