package io.perigee.http.upstream;

import io.netty.buffer.ByteBuf;
import io.perigee.conf.directive.Settings;
import io.perigee.core.log.Level;
import io.perigee.core.net.Connection;
import io.perigee.core.net.Output;
import io.perigee.core.net.SocketError;
import io.perigee.core.net.SystemError;
import io.perigee.core.text.Ascii;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.filter.Buf;
import io.perigee.http.filter.Chain;
import io.perigee.http.phase.ErrorPage;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestBody;
import io.perigee.http.request.RequestEvent;
import io.perigee.http.request.RequestFlag;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request's exchange with the peers of a group (nginx's {@code ngx_http_upstream}). States, and
 * who moves them:
 *
 * <pre>
 * NEW --body read, request made--> CONNECTING
 * CONNECTING --connected, or an idle connection--> SENDING
 * SENDING --all left--> READING_HEAD       (what comes before that is read as well)
 * READING_HEAD --head complete--> READING_BODY, or TUNNEL for 101
 * CONNECTING, SENDING, READING_HEAD --failure, another peer may be tried--> CONNECTING
 * any --response complete, failure, client gone, request over--> FINISHED
 * </pre>
 */
public final class Upstream implements PeerConnection.User {
  private enum State {
    NEW,
    CONNECTING,
    SENDING,
    READING_HEAD,
    READING_BODY,
    TUNNEL,
    FINISHED
  }

  private static final String TIMED_OUT = "upstream timed out (110: Connection timed out)";
  private static final String CLOSED_EARLY = "upstream prematurely closed connection";

  private final Request r;
  private final UpstreamSettings names;
  private final UpstreamProtocol protocol;
  private final Settings settings;
  private final Attempts attempts;
  private final RequestBytes requestHead = new RequestBytes();
  private final ReceivedBytes received = new ReceivedBytes();
  private final Reply reply = new Reply();

  private State state = State.NEW;
  private @Nullable UpstreamTarget target;
  private @Nullable PeerConnection connection;
  private @Nullable ReplyBody body;
  private @Nullable ReplyOutput output;
  private @Nullable Tunnel tunnel;
  private long headBytes;
  private boolean cached;
  private boolean requestSent;
  private boolean headerSent;
  private boolean reusable;
  private boolean buffering;

  private Upstream(Request r, UpstreamSettings names, UpstreamProtocol protocol) {
    this.r = r;
    this.names = names;
    this.protocol = protocol;
    this.settings = r.settings();
    this.buffering = settings.get(names.buffering);
    this.attempts = new Attempts(r, names);
  }

  /**
   * Passes a request on, as a content handler does: its body is read, then a peer is asked. The
   * answer is for the content phase.
   */
  public static Outcome pass(
      Request r, UpstreamSettings names, UpstreamTarget target, UpstreamProtocol protocol) {
    Upstream upstream = new Upstream(r, names, protocol);
    upstream.target = target;
    r.upstream(upstream);
    Outcome outcome = r.readBody(ready -> upstream.begin());
    return outcome.isStatus() ? outcome : Outcome.DONE;
  }

  /** As {@link #pass}, for protocols that have no use for a body: it is dropped. */
  public static Outcome passWithoutBody(
      Request r, UpstreamSettings names, UpstreamTarget target, UpstreamProtocol protocol) {
    Outcome discarded = r.discardBody();
    if (discarded != Outcome.OK) {
      return discarded;
    }
    Upstream upstream = new Upstream(r, names, protocol);
    upstream.target = target;
    r.upstream(upstream);
    r.main().count(1);
    upstream.begin();
    return Outcome.DONE;
  }

  /** The head of the response, as far as it has come. */
  public Reply reply() {
    return reply;
  }

  List<Attempt> attempts() {
    return attempts.all();
  }

  /** What stands in messages about the exchange: scheme, peer and path; null before a choice. */
  public @Nullable String place() {
    byte[] name = attempts.peerName();
    if (name == null) {
      return null;
    }
    byte[] uri = protocol.uri();
    boolean slash = uri.length > 0 && uri[0] != '/';
    return protocol.scheme() + Ascii.string(name) + (slash ? "/" : "") + Ascii.string(uri);
  }

  private void action(String doing) {
    r.connection().action(doing);
  }

  private void begin() {
    r.cleanup(this::abandon);
    if (!settings.get(names.ignoreClientAbort) && !r.isSubrequest()) {
      r.readHandler(this::clientEvent);
    }
    Outcome made = protocol.createRequest(r, requestHead);
    if (made != Outcome.OK) {
      finish(made == Outcome.ERROR ? Outcome.status(500) : made);
      return;
    }
    Objects.requireNonNull(target).find(r, this);
  }

  /** The client has sent something, or has gone. */
  private void clientEvent(Request main) {
    if (state == State.FINISHED) {
      return;
    }
    Tunnel open = tunnel;
    if (open != null) {
      open.clientEvent();
      return;
    }
    if (r.connection().inputEnded()) {
      r.log(
          Level.INFO,
          "epoll_wait() reported that client prematurely closed connection, so upstream connection"
              + " is closed too");
      r.connection().failed();
      finish(Outcome.status(499));
    }
  }

  /** The target's peers are known: the first one is chosen. Called once by the target. */
  void peers(UpstreamGroup group, PeerTable peers) {
    if (state == State.FINISHED) {
      return;
    }
    attempts.begin(group, peers);
    connect();
  }

  /** The target's peers cannot be found; the reason was logged. */
  void noPeers() {
    finish(Outcome.status(502));
  }

  private void connect() {
    state = State.CONNECTING;
    action("connecting to upstream");
    Peer chosen = attempts.next();
    if (chosen == null) {
      r.log(Level.ERROR, "no live upstreams");
      next(NextUpstream.NO_LIVE);
      return;
    }
    if (requestSent) {
      protocol.restart();
      reply.clear();
      requestSent = false;
    }
    received.clear();
    headBytes = 0;
    PeerConnection idle = Objects.requireNonNull(attempts.idle()).take(chosen.address());
    cached = idle != null;
    if (idle != null) {
      connection = idle;
      idle.use(this);
      sendRequest();
      return;
    }
    connection =
        PeerConnection.open(
            r.worker(),
            chosen.address(),
            new Connection.Options(
                settings.get(names.bind).evaluate(r),
                settings.get(names.socketKeepalive),
                settings.get(names.connectTimeout)),
            this);
  }

  private PeerConnection connection() {
    return Objects.requireNonNull(connection);
  }

  @Override
  public void connected() {
    sendRequest();
  }

  @Override
  public void connectFailed(SocketError error, boolean atOnce) {
    boolean critical = atOnce && !isNetworkError(error.error().errno());
    r.log(critical ? Level.CRIT : Level.ERROR, error.text());
    next(NextUpstream.ERROR);
  }

  private static boolean isNetworkError(int errno) {
    return switch (errno) {
      case SystemError.ECONNREFUSED, SystemError.ECONNRESET, 11, 100, 101, 112, 113 -> true;
      default -> false;
    };
  }

  private void sendRequest() {
    state = State.SENDING;
    action("sending request to upstream");
    attempts.current().connectTime = attempts.millis();
    PeerConnection to = connection();
    Output out = to.output();
    out.put(requestHead.array(), 0, requestHead.size());
    RequestBody content = r.body();
    if (protocol.sendsBody() && content != null && !putBody(out, content)) {
      next(NextUpstream.ERROR);
      return;
    }
    requestSent = true;
    to.flush(settings.get(names.sendTimeout));
    if (out.pending() == 0) {
      state = State.READING_HEAD;
      to.read(settings.get(names.readTimeout));
    } else {
      to.read();
    }
  }

  private boolean putBody(Output out, RequestBody content) {
    List<Buf> bufs = content.bufs();
    try {
      for (int i = 0; i < bufs.size(); i++) {
        bufs.get(i).putInto(out);
      }
      return true;
    } catch (IOException failed) {
      r.log(Level.CRIT, "read() failed (" + failed.getMessage() + ")");
      return false;
    }
  }

  @Override
  public void sent() {
    if (state == State.SENDING) {
      state = State.READING_HEAD;
      connection().read(settings.get(names.readTimeout));
    } else if (tunnel != null) {
      tunnel.peerWritable();
    }
  }

  @Override
  public void received(ByteBuf bytes) {
    attempts.current().bytesReceived += bytes.readableBytes();
    switch (state) {
      case SENDING, READING_HEAD -> readHead(bytes);
      case READING_BODY -> readBody(bytes);
      case TUNNEL -> Objects.requireNonNull(tunnel).fromPeer(bytes);
      default -> {}
    }
  }

  @Override
  public void ended() {
    switch (state) {
      case SENDING, READING_HEAD -> {
        action("reading response header from upstream");
        r.log(Level.ERROR, CLOSED_EARLY);
        next(NextUpstream.ERROR);
      }
      case READING_BODY -> endedInBody();
      case TUNNEL -> Objects.requireNonNull(tunnel).peerEnded();
      default -> {}
    }
  }

  private void endedInBody() {
    action("reading upstream");
    if (Objects.requireNonNull(body).endsWithConnection()) {
      finish(Outcome.OK);
      return;
    }
    r.log(Level.ERROR, CLOSED_EARLY);
    finish(Outcome.status(502));
  }

  @Override
  public void failed(SocketError error) {
    switch (state) {
      case SENDING, READING_HEAD -> {
        if (error.call().startsWith("recv")) {
          action("reading response header from upstream");
        }
        r.log(Level.ERROR, error.text());
        next(NextUpstream.ERROR);
      }
      case READING_BODY -> {
        action("reading upstream");
        r.log(Level.ERROR, error.text());
        finish(Outcome.status(502));
      }
      case TUNNEL -> {
        r.log(Level.ERROR, error.text());
        finish(Outcome.ERROR);
      }
      default -> {}
    }
  }

  @Override
  public void timedOut() {
    switch (state) {
      case CONNECTING, SENDING -> next(NextUpstream.TIMEOUT);
      case READING_HEAD -> {
        action("reading response header from upstream");
        next(NextUpstream.TIMEOUT);
      }
      case READING_BODY -> {
        action("reading upstream");
        r.log(Level.ERROR, TIMED_OUT);
        Objects.requireNonNull(output).dropUnfilled();
        finish(Outcome.status(502));
      }
      case TUNNEL -> {
        action("proxying upgraded connection");
        r.log(Level.ERROR, TIMED_OUT);
        finish(Outcome.status(408));
      }
      default -> {}
    }
  }

  @Override
  public void faulty() {
    finish(Outcome.status(500));
  }

  private void readHead(ByteBuf bytes) {
    action("reading response header from upstream");
    int before = received.size();
    received.append(bytes);
    headBytes += received.size() - before;
    switch (protocol.readHead(r, received, reply)) {
      case MORE_NEEDED -> {
        if (headBytes >= settings.get(names.bufferSize)) {
          headTooBig();
        } else {
          connection().read(settings.get(names.readTimeout));
        }
      }
      case INVALID -> next(NextUpstream.INVALID_HEADER);
      case COMPLETE -> {
        if (headBytes - received.size() > settings.get(names.bufferSize)) {
          headTooBig();
        } else {
          headComplete();
        }
      }
    }
  }

  private void headTooBig() {
    r.log(Level.ERROR, "upstream sent too big header");
    next(NextUpstream.INVALID_HEADER);
  }

  private void headComplete() {
    Attempt current = attempts.current();
    current.headerTime = attempts.millis();
    current.status = reply.status();
    ReplyBody framing = protocol.body(r, reply);
    body = framing;
    if (framing.isEmpty()) {
      reusable = !reply.closes() && received.size() == 0;
    }
    if (reply.status() >= 300 && (triesNextForStatus() || intercepts())) {
      return;
    }
    if (redirectedInside()) {
      return;
    }
    buffering = ReplyHeader.copy(r, reply, settings, names, protocol, buffering);
    sendResponse(framing);
  }

  /** Whether another peer is asked because of the status of this one's answer. */
  private boolean triesNextForStatus() {
    int reason = NextUpstream.ofStatus(reply.status());
    if (reason == 0 || !attempts.goesOnInstead(reason, requestSent)) {
      return false;
    }
    next(reason);
    return true;
  }

  /** Whether an error page of the configuration replaces the peer's answer. */
  private boolean intercepts() {
    if (reply.status() == 404 && protocol.interceptsNotFound()) {
      finish(Outcome.status(404));
      return true;
    }
    if (!settings.get(names.interceptErrors)) {
      return false;
    }
    for (ErrorPage page : settings.get(CoreSettings.ERROR_PAGE)) {
      if (page.status() == reply.status()) {
        if (reply.status() == 401) {
          ReplyHeader.copyAuthenticate(r, reply);
        }
        finish(Outcome.status(reply.status()));
        return true;
      }
    }
    return false;
  }

  private boolean redirectedInside() {
    byte[] uri = reply.value(ReplyField.X_ACCEL_REDIRECT);
    if (uri == null
        || (settings.get(names.ignoreHeaders) & UpstreamSettings.IGNORE_REDIRECT) != 0) {
      return false;
    }
    release();
    AccelRedirect.follow(r, reply, uri);
    return true;
  }

  private void sendResponse(ReplyBody framing) {
    Outcome outcome = r.sendHeader();
    if (outcome == Outcome.ERROR || outcome.isStatus() || r.is(RequestFlag.POST_ACTION)) {
      finish(outcome);
      return;
    }
    headerSent = true;
    if (reply.status() == 101 && protocol.mayUpgrade() && !r.isSubrequest()) {
      state = State.TUNNEL;
      r.set(RequestFlag.KEEPALIVE, false);
      Tunnel open = new Tunnel(r, connection(), settings.get(names.readTimeout), this::finish);
      tunnel = open;
      r.readHandler(this::clientEvent);
      open.start(received);
      return;
    }
    if (r.headerOnly()) {
      finish(outcome);
      return;
    }
    state = State.READING_BODY;
    ReplyOutput way =
        new ReplyOutput(
            r,
            buffering,
            settings.get(names.buffers),
            new ReplyFile(r, settings.get(names.tempPath), settings.get(names.maxTempFileSize)),
            this::outputTaken);
    output = way;
    if (framing.isEmpty()) {
      finish(Outcome.OK);
    } else if (received.size() > 0) {
      takeBody(received.bytes(), received.position(), received.end());
    } else {
      if (!buffering && r.sendSpecialFlush() == Outcome.ERROR) {
        finish(Outcome.ERROR);
        return;
      }
      readOn();
    }
  }

  private void readBody(ByteBuf bytes) {
    byte[] copy = new byte[bytes.readableBytes()];
    bytes.readBytes(copy);
    takeBody(copy, 0, copy.length);
  }

  private void takeBody(byte[] bytes, int from, int to) {
    action("reading upstream");
    ReplyBody framing = Objects.requireNonNull(body);
    ReplyOutput way = Objects.requireNonNull(output);
    Chain content = new Chain();
    ReplyBody.Step step = framing.take(bytes, from, to, content);
    if (!content.isEmpty()) {
      attempts.current().responseLength += content.totalSize();
      if (way.add(content) == Outcome.ERROR) {
        finish(Outcome.ERROR);
        return;
      }
    }
    switch (step) {
      case MORE -> readOn();
      case COMPLETE -> {
        reusable = !reply.closes() && !framing.hasExcess();
        finish(Outcome.OK);
      }
      case INVALID -> finish(Outcome.status(502));
    }
  }

  private void readOn() {
    if (Objects.requireNonNull(output).takesMore()) {
      connection().read(settings.get(names.readTimeout));
    } else {
      connection().clearDeadline();
    }
  }

  /** The client has taken what was held for it. */
  private void outputTaken(boolean failed) {
    if (state != State.READING_BODY) {
      return;
    }
    if (failed) {
      finish(Outcome.ERROR);
    } else {
      readOn();
    }
  }

  /** This peer did not do: another one is asked, or the request ends (ngx_http_upstream_next). */
  private void next(int reason) {
    attempts.failed(reason, cached);
    if (reason == NextUpstream.TIMEOUT) {
      r.log(Level.ERROR, TIMED_OUT);
    }
    int status = NextUpstream.statusOf(reason);
    if (r.connection().error()) {
      finish(Outcome.status(499));
      return;
    }
    attempts.current().status = status;
    if (!attempts.goesOn(reason, requestSent)) {
      finish(Outcome.status(status));
      return;
    }
    closeConnection();
    connect();
  }

  private void closeConnection() {
    PeerConnection open = connection;
    connection = null;
    if (open != null) {
      attempts.current().bytesSent = open.sentBytes();
      open.close();
    }
  }

  /** Lets go of peer and connection; the connection is kept if it may serve another request. */
  private void release() {
    state = State.FINISHED;
    attempts.close();
    PeerConnection open = connection;
    IdleConnections idle = attempts.idle();
    connection = null;
    if (open != null && idle != null) {
      attempts.current().bytesSent = open.sentBytes();
      if (reusable && open.isOpen() && open.output().pending() == 0) {
        idle.offer(open);
      } else {
        open.close();
      }
    }
    UpstreamTarget asked = target;
    if (asked != null) {
      asked.abandon();
    }
    if (!r.isSubrequest()) {
      r.readHandler(RequestEvent.NOTHING);
    }
  }

  /** The end of the request itself: nothing of the exchange stays behind. */
  private void abandon() {
    if (state != State.FINISHED) {
      reusable = false;
      release();
    }
    ReplyOutput way = output;
    if (way != null) {
      way.close();
    }
  }

  /** Ends the exchange, and the request with it (ngx_http_upstream_finalize_request). */
  void finish(Outcome outcome) {
    if (state == State.FINISHED) {
      return;
    }
    release();
    action("sending to client");
    if (!headerSent || outcome.code() == 408 || outcome.code() == 499) {
      r.finish(outcome);
      return;
    }
    if (r.headerOnly()) {
      r.finish(outcome.isStatus() ? Outcome.ERROR : outcome);
      return;
    }
    r.finish(endOfBody(outcome));
  }

  private Outcome endOfBody(Outcome outcome) {
    ReplyOutput way = output;
    boolean failed = way != null && way.finish() == Outcome.ERROR;
    if (failed || outcome == Outcome.ERROR) {
      return Outcome.ERROR;
    }
    if (outcome.isStatus()) {
      r.set(RequestFlag.KEEPALIVE, false);
      return r.sendSpecialFlush();
    }
    return tunnel == null ? r.sendSpecialLast() : outcome;
  }
}
