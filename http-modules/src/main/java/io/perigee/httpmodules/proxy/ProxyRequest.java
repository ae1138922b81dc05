package io.perigee.httpmodules.proxy;

import io.perigee.conf.directive.Settings;
import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.core.text.UriEscape;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.KnownHeader;
import io.perigee.http.request.ModuleKey;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.upstream.HttpReplyBody;
import io.perigee.http.upstream.HttpReplyParser;
import io.perigee.http.upstream.ReceivedBytes;
import io.perigee.http.upstream.Reply;
import io.perigee.http.upstream.ReplyBody;
import io.perigee.http.upstream.RequestBytes;
import io.perigee.http.upstream.UpstreamProtocol;
import org.jspecify.annotations.Nullable;

/** HTTP as it is spoken to peers: one request and its response. */
final class ProxyRequest implements UpstreamProtocol {
  /** The last one of a request, for variables. */
  static final ModuleKey<ProxyRequest> KEY = ModuleKey.of("proxy");

  private static final byte[] HEAD = Ascii.latin1("HEAD");

  private final Request r;
  private final ProxyPass pass;
  private final ProxyPass.Destination destination;
  private final HttpReplyParser parser = new HttpReplyParser();
  private byte[] uri = Ascii.EMPTY;
  private boolean head;
  private boolean ownBody;

  ProxyRequest(Request r, ProxyPass pass, ProxyPass.Destination destination) {
    this.r = r;
    this.pass = pass;
    this.destination = destination;
  }

  byte[] host() {
    return destination.host();
  }

  byte[] port() {
    return destination.port();
  }

  @Override
  public String scheme() {
    return "http://";
  }

  @Override
  public byte[] uri() {
    return uri;
  }

  @Override
  public boolean sendsBody() {
    return !ownBody && r.settings().get(ProxyModule.PASS_BODY);
  }

  @Override
  public Outcome createRequest(Request request, RequestBytes to) {
    Settings settings = r.settings();
    ComplexValue<Request> fixed = settings.find(ProxyModule.METHOD);
    byte[] method = fixed == null ? r.methodName() : fixed.evaluate(r);
    head = method.length == HEAD.length && Ascii.equalsIgnoreCase(method, HEAD);
    uri = target();
    if (uri.length == 0) {
      r.log(Level.ERROR, "zero length URI to proxy");
      return Outcome.ERROR;
    }
    boolean http11 = settings.get(ProxyModule.VERSION) == 1001;
    to.add(method).add(' ').add(uri).add(http11 ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n");
    ComplexValue<Request> body = settings.find(ProxyModule.SET_BODY);
    byte[] own = body == null ? null : body.evaluate(r);
    ownBody = own != null;
    settings
        .get(ProxyModule.FIELDS)
        .write(r, to, host(), length(own), settings.get(ProxyModule.PASS_HEADERS));
    if (own != null) {
      to.add(own);
    }
    return Outcome.OK;
  }

  private long length(byte @Nullable [] own) {
    return own != null ? own.length : r.headersIn().contentLength();
  }

  /** The target in the first line: the client's own, or with the path of proxy_pass in front. */
  private byte[] target() {
    byte[] path = destination.path();
    if (pass.isComputed() && path.length > 0) {
      return path;
    }
    if (path.length == 0 && r.is(RequestFlag.VALID_UNPARSED_URI) && !r.isSubrequest()) {
      return r.unparsedUri();
    }
    int covered = 0;
    if (path.length > 0 && r.is(RequestFlag.VALID_LOCATION)) {
      covered = Math.min(pass.location().name().length(), r.uri().length);
    }
    byte[] rest = covered == 0 ? r.uri() : Ascii.slice(r.uri(), covered, r.uri().length);
    if (r.is(RequestFlag.QUOTED_URI) || r.internal() || r.isSubrequest()) {
      rest = UriEscape.URI.escape(rest);
    }
    return r.args().length == 0
        ? Ascii.concat(path, rest)
        : Ascii.concat(path, rest, new byte[] {'?'}, r.args());
  }

  @Override
  public boolean mayUpgrade() {
    return r.headersIn().has(KnownHeader.UPGRADE);
  }

  @Override
  public void restart() {
    parser.restart();
  }

  @Override
  public Head readHead(Request request, ReceivedBytes in, Reply reply) {
    return parser.read(r, in, reply);
  }

  @Override
  public ReplyBody body(Request request, Reply reply) {
    return HttpReplyBody.of(r, reply, head);
  }

  @Override
  public byte @Nullable [] redirect(Request request, byte[] value, int from) {
    return r.settings().get(ProxyModule.REDIRECTS).rewrite(r, pass, value, from);
  }

  @Override
  public byte[] cookie(Request request, byte[] value) {
    return ProxyCookies.rewrite(r, value);
  }
}
