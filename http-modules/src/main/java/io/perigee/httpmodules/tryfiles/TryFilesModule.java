package io.perigee.httpmodules.tryfiles;

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
import io.perigee.http.location.Root;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.Phase;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.variable.RequestVariables;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code try_files} in the PRECONTENT phase (nginx's {@code ngx_http_try_files_module}). */
public final class TryFilesModule implements HttpModule {
  private record Name(ComplexValue<Request> value, boolean directory) {}

  private record TryFiles(List<Name> names, @Nullable ComplexValue<Request> last, int status) {}

  private static final Setting<TryFiles> TRY_FILES =
      Setting.optional("try_files", in(SERVER, LOCATION), Args.atLeast(2), TryFilesModule::parse);

  /** The module. */
  public TryFilesModule() {}

  @Override
  public void register(HttpModules modules) {
    modules.settings(TRY_FILES).handler(Phase.PRECONTENT, TryFilesModule::handle);
  }

  private static TryFiles parse(Directive d) {
    List<Name> names = new ArrayList<>();
    int end = d.count() - 1;
    for (int i = 0; i < end; i++) {
      String text = d.arg(i);
      boolean directory = text.length() > 1 && text.endsWith("/");
      String name = directory ? text.substring(0, text.length() - 1) : text;
      names.add(new Name(RequestVariables.compile(d, name), directory));
    }
    String last = d.arg(end);
    if (!last.startsWith("=")) {
      return new TryFiles(names, RequestVariables.compile(d, last), 0);
    }
    long code = Ascii.parseDecimal(Ascii.latin1(last.substring(1)));
    if (code < 0 || code > 999) {
      throw d.error("invalid code \"" + last + "\"");
    }
    return new TryFiles(names, null, (int) code);
  }

  private static Outcome handle(Request r) {
    // as in nginx, the directive holds for its own block only
    TryFiles files = r.settings().isSet(TRY_FILES) ? r.settings().find(TRY_FILES) : null;
    if (files == null) {
      return Outcome.DECLINED;
    }
    Root root = r.settings().get(CoreSettings.ROOT);
    for (Name name : files.names()) {
      byte[] text = withoutAlias(r, root, name.value());
      byte[] path = Ascii.concat(FilePath.folder(r, root), text);
      FileInfo info = FileInfo.of(r, path);
      if (info.exists() && info.isDirectory() == name.directory()) {
        take(r, root, text, name.directory());
        return Outcome.DECLINED;
      }
      if (!info.exists() && !info.isMissing()) {
        r.log(Level.CRIT, "stat() \"" + Ascii.string(path) + "\" failed " + info.error());
      }
    }
    ComplexValue<Request> last = files.last();
    if (last == null) {
      return Outcome.status(files.status());
    }
    return fallback(r, withoutAlias(r, root, last));
  }

  /** A name that begins with the location's own path is meant below the alias. */
  private static byte[] withoutAlias(Request r, Root root, ComplexValue<Request> value) {
    byte[] text = value.evaluate(r);
    int aliased = root.aliased();
    boolean below =
        aliased > 0
            && !value.isConstant()
            && text.length >= aliased
            && r.uri().length >= aliased
            && java.util.Arrays.equals(text, 0, aliased, r.uri(), 0, aliased);
    return below ? Ascii.slice(text, aliased, text.length) : text;
  }

  private static void take(Request r, Root root, byte[] text, boolean directory) {
    if (!root.isAlias()) {
      r.uri(text);
    } else if (root.aliased() == Root.WHOLE_URI) {
      if (!directory) {
        r.uri(text);
        r.set(RequestFlag.ADD_URI_TO_ALIAS, true);
      }
    } else {
      r.uri(Ascii.concat(Ascii.slice(r.uri(), 0, root.aliased()), text));
    }
  }

  private static Outcome fallback(Request r, byte[] target) {
    if (target.length > 0 && target[0] == '@') {
      r.namedLocation(target);
    } else {
      int question = Ascii.indexOf(target, '?', 0);
      byte[] uri = question < 0 ? target : Ascii.slice(target, 0, question);
      byte[] args = question < 0 ? Ascii.EMPTY : Ascii.slice(target, question + 1, target.length);
      r.internalRedirect(uri, args);
    }
    r.finish(Outcome.DONE);
    return Outcome.DONE;
  }
}
