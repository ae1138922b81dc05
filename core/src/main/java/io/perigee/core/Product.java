package io.perigee.core;

/** The names and version numbers that the program shows, in one place. */
public final class Product {
  /** Perigee's own version. */
  public static final String VERSION = "0.1.0";

  /** The version of nginx whose behaviour is kept, as {@code $nginx_version} shows it. */
  public static final String NGINX_VERSION = "1.29.2";

  /** The same version as a number, as {@code ngx.config.nginx_version} shows it. */
  public static final int NGINX_VERSION_NUMBER = 1_029_002;

  /** The version of the Lua module whose API is kept, as {@code ngx.config.ngx_lua_version}. */
  public static final int LUA_MODULE_VERSION_NUMBER = 10_029;

  /** The product token of the {@code Server} header and of error pages. */
  public static final String SERVER_TOKEN = "nginx/" + NGINX_VERSION;

  /** What nginx's {@code configure} would have been called with, for {@code -V} and Lua code. */
  public static final String CONFIGURE_ARGUMENTS =
      "--conf-path=conf/nginx.conf --error-log-path=logs/error.log --pid-path=logs/nginx.pid"
          + " --without-http_fastcgi_module --without-http_uwsgi_module"
          + " --without-http_scgi_module";

  private Product() {}
}
