package io.perigee.httpmodules.staticfile;

import io.perigee.conf.text.SystemErrors;
import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.core.text.UriEscape;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.filter.Buf;
import io.perigee.http.filter.Chain;
import io.perigee.http.location.FileInfo;
import io.perigee.http.location.FilePath;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.Phase;
import io.perigee.http.phase.ResponseNames;
import io.perigee.http.phase.Responses;
import io.perigee.http.request.Methods;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.request.ResponseHeaders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Answers GET and HEAD with the file that the path stands for (nginx's {@code
 * ngx_http_static_module}). It is the last handler of the content phase.
 */
public final class StaticFileModule implements HttpModule {
  private static final int GET_HEAD_POST = Methods.GET | Methods.HEAD | Methods.POST;

  /** The module. */
  public StaticFileModule() {}

  @Override
  public void register(HttpModules modules) {
    modules.handler(Phase.CONTENT, StaticFileModule::handle);
  }

  private static Outcome handle(Request r) {
    if ((r.method() & GET_HEAD_POST) == 0) {
      return Outcome.status(405);
    }
    byte[] uri = r.uri();
    if (uri.length == 0 || uri[uri.length - 1] == '/') {
      return Outcome.DECLINED;
    }
    FilePath path = FilePath.of(r);
    if (path == null) {
      return Outcome.status(500);
    }
    FileInfo info = FileInfo.of(r, path.bytes());
    if (!info.exists()) {
      return missing(r, path, info);
    }
    if (info.isDirectory()) {
      return redirectToDirectory(r);
    }
    if (!info.isFile()) {
      r.log(Level.CRIT, "\"" + Ascii.string(path.bytes()) + "\" is not a regular file");
      return Outcome.status(404);
    }
    if (r.method() == Methods.POST) {
      return Outcome.status(405);
    }
    return send(r, path, info);
  }

  private static Outcome missing(Request r, FilePath path, FileInfo info) {
    if (info.isMissing()) {
      if (r.settings().get(CoreSettings.LOG_NOT_FOUND)) {
        logFailure(r, Level.ERROR, path, info.error());
      }
      return Outcome.status(404);
    }
    boolean forbidden = info.isForbidden();
    logFailure(r, forbidden ? Level.ERROR : Level.CRIT, path, info.error());
    return Outcome.status(forbidden ? 403 : 500);
  }

  private static void logFailure(Request r, Level level, FilePath path, String error) {
    r.log(level, "open() \"" + Ascii.string(path.bytes()) + "\" failed " + error);
  }

  private static Outcome redirectToDirectory(Request r) {
    byte[] target = Ascii.concat(UriEscape.URI.escape(r.uri()), new byte[] {'/'});
    if (r.args().length > 0) {
      target = Ascii.concat(target, new byte[] {'?'}, r.args());
    }
    r.headersOut().remove(ResponseNames.LOCATION);
    r.headersOut().set(ResponseNames.LOCATION, target);
    return Outcome.status(301);
  }

  private static Outcome send(Request r, FilePath path, FileInfo info) {
    FileChannel file = open(r, path, info);
    if (file == null) {
      return Outcome.status(403);
    }
    r.cleanup(() -> close(r, file));
    Outcome discarded = r.discardBody();
    if (discarded != Outcome.OK) {
      return discarded;
    }
    ResponseHeaders out = r.headersOut();
    out.status(200);
    out.contentLength(info.size());
    out.lastModifiedTime(info.modified());
    Responses.setEtag(r);
    Responses.setContentType(r);
    r.set(RequestFlag.ALLOW_RANGES, true);
    Outcome sent = r.sendHeader();
    if (Responses.endsAfterHeader(r, sent)) {
      return sent;
    }
    if (info.size() == 0) {
      return r.sendSpecialLast();
    }
    Buf buf = Buf.ofFile(file, 0, info.size()).last(!r.isSubrequest()).lastInChain(true);
    return r.output(Chain.of(buf));
  }

  private static @Nullable FileChannel open(Request r, FilePath path, FileInfo info) {
    Path name = info.path();
    if (name == null) {
      return null;
    }
    try {
      return FileChannel.open(name, StandardOpenOption.READ);
    } catch (IOException e) {
      logFailure(r, Level.ERROR, path, SystemErrors.text(e));
      return null;
    }
  }

  private static void close(Request r, FileChannel file) {
    try {
      file.close();
    } catch (IOException e) {
      r.log(Level.ALERT, "close() failed " + SystemErrors.text(e));
    }
  }
}
