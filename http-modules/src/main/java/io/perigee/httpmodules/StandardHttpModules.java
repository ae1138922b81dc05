package io.perigee.httpmodules;

import io.perigee.http.module.HttpModule;
import io.perigee.httpmodules.access.AccessModule;
import io.perigee.httpmodules.authrequest.AuthRequestModule;
import io.perigee.httpmodules.charset.CharsetModule;
import io.perigee.httpmodules.echo.EchoModule;
import io.perigee.httpmodules.gunzip.GunzipModule;
import io.perigee.httpmodules.gzip.GzipModule;
import io.perigee.httpmodules.headers.HeadersModule;
import io.perigee.httpmodules.headersmore.HeadersMoreModule;
import io.perigee.httpmodules.index.IndexModule;
import io.perigee.httpmodules.log.LogModule;
import io.perigee.httpmodules.map.MapModule;
import io.perigee.httpmodules.memcached.MemcModule;
import io.perigee.httpmodules.memcached.MemcachedModule;
import io.perigee.httpmodules.notmodified.NotModifiedModule;
import io.perigee.httpmodules.proxy.ProxyModule;
import io.perigee.httpmodules.range.RangeModule;
import io.perigee.httpmodules.referer.RefererModule;
import io.perigee.httpmodules.rewrite.RewriteModule;
import io.perigee.httpmodules.setmisc.SetMiscModule;
import io.perigee.httpmodules.staticfile.StaticFileModule;
import io.perigee.httpmodules.tryfiles.TryFilesModule;
import java.util.List;

/**
 * The one list of the modules that belong to every server. Within a phase handlers run in the order
 * of this list, which is the order in which nginx runs them.
 */
public final class StandardHttpModules {
  private StandardHttpModules() {}

  /** All modules, in order. */
  public static List<HttpModule> all() {
    return List.of(
        // variables that others use
        new MapModule(),
        new RefererModule(),
        // server rewrite and rewrite: before any Lua handler of these phases
        new RewriteModule(),
        // access: addresses first, then whoever must ask somebody
        new AccessModule(),
        new AuthRequestModule(),
        // precontent: before Lua's handler
        new TryFilesModule(),
        // content: the index file of a directory before the file itself, which never declines
        new IndexModule(),
        new StaticFileModule(),
        new ProxyModule(),
        new MemcachedModule(),
        new MemcModule(),
        // filters: their places decide
        new NotModifiedModule(),
        new HeadersModule(),
        new CharsetModule(),
        new GunzipModule(),
        new GzipModule(),
        new RangeModule(),
        new HeadersMoreModule(),
        new EchoModule(),
        // functions of one value, for directives and for Lua's ndk.set_var
        new SetMiscModule(),
        // log
        new LogModule());
  }
}
