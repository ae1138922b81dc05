package io.perigee.httpmodules.index;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Setting;
import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.location.FileInfo;
import io.perigee.http.location.FilePath;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.Phase;
import io.perigee.http.request.Methods;
import io.perigee.http.request.Request;
import io.perigee.http.variable.RequestVariables;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request for a directory on to its index file (nginx's {@code ngx_http_index_module}). It
 * is the first handler of the content phase.
 */
public final class IndexModule implements HttpModule {
  private static final int GET_HEAD_POST = Methods.GET | Methods.HEAD | Methods.POST;
  private static final ComplexValue<Request> INDEX_HTML =
      ComplexValue.constant(Ascii.latin1("index.html"));

  private static final Setting<List<List<ComplexValue<Request>>>> INDEX =
      Setting.list("index", in(HTTP, SERVER, LOCATION), Args.atLeast(1), IndexModule::names);

  /** The module. */
  public IndexModule() {}

  @Override
  public void register(HttpModules modules) {
    modules.settings(INDEX).handler(Phase.CONTENT, IndexModule::handle);
  }

  private static List<ComplexValue<Request>> names(Directive d) {
    List<ComplexValue<Request>> names = new ArrayList<>();
    for (int i = 0; i < d.count(); i++) {
      String name = d.arg(i);
      if (name.startsWith("/") && i != d.count() - 1) {
        d.warn("only the last index in \"index\" directive should be absolute");
      }
      if (name.isEmpty()) {
        throw d.error("index \"" + name + "\" in \"index\" directive is invalid");
      }
      names.add(RequestVariables.compile(d, name));
    }
    return names;
  }

  private static Outcome handle(Request r) {
    byte[] uri = r.uri();
    if (uri.length == 0 || uri[uri.length - 1] != '/' || (r.method() & GET_HEAD_POST) == 0) {
      return Outcome.DECLINED;
    }
    List<List<ComplexValue<Request>>> lists = r.settings().get(INDEX);
    if (lists.isEmpty()) {
      lists = List.of(List.of(INDEX_HTML));
    }
    Search search = new Search(r);
    for (List<ComplexValue<Request>> names : lists) {
      for (ComplexValue<Request> name : names) {
        Outcome found = search.attempt(name.evaluate(r));
        if (found != null) {
          return found;
        }
      }
    }
    return Outcome.DECLINED;
  }

  /** The search for one request: the directory is tested once, after the first missing file. */
  private static final class Search {
    private final Request r;
    private @Nullable FilePath directory;
    private boolean directoryTested;

    Search(Request r) {
      this.r = r;
    }

    /** Ends the search with an outcome, or goes on with null. */
    @Nullable Outcome attempt(byte[] name) {
      if (name.length > 0 && name[0] == '/') {
        return r.internalRedirect(name, r.args());
      }
      if (directory == null) {
        directory = FilePath.of(r);
      }
      if (directory == null) {
        return Outcome.status(500);
      }
      byte[] path = Ascii.concat(directory.bytes(), name);
      FileInfo info = FileInfo.of(r, path);
      if (info.exists()) {
        return r.internalRedirect(Ascii.concat(r.uri(), name), r.args());
      }
      if (!info.isMissing() && !info.isForbidden()) {
        r.log(Level.CRIT, "open() \"" + Ascii.string(path) + "\" failed " + info.error());
        return Outcome.status(500);
      }
      if (info.isForbidden()) {
        r.log(Level.ERROR, "\"" + Ascii.string(path) + "\" is forbidden " + info.error());
        return Outcome.status(403);
      }
      return testDirectory(directory.bytes(), path);
    }

    private @Nullable Outcome testDirectory(byte[] folder, byte[] path) {
      if (directoryTested) {
        return null;
      }
      directoryTested = true;
      FileInfo info = FileInfo.of(r, Ascii.slice(folder, 0, Math.max(folder.length - 1, 0)));
      if (info.isMissing()) {
        if (r.settings().get(CoreSettings.LOG_NOT_FOUND)) {
          r.log(Level.ERROR, "\"" + Ascii.string(path) + "\" is not found " + info.error());
        }
        return Outcome.status(404);
      }
      if (info.isDirectory() || info.isForbidden()) {
        return null;
      }
      r.log(Level.ALERT, "\"" + Ascii.string(folder) + "\" is not a directory");
      return Outcome.status(500);
    }
  }
}
