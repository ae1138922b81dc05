package io.perigee.http.request;

import io.perigee.conf.directive.Settings;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.log.Level;
import io.perigee.core.log.LogContext;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.Subject;
import io.perigee.core.variable.VariableValues;
import io.perigee.core.worker.Holdings;
import io.perigee.core.worker.Worker;
import io.perigee.http.connection.ConnectionLog;
import io.perigee.http.connection.HttpConnection;
import io.perigee.http.core.HttpConf;
import io.perigee.http.core.LocationConf;
import io.perigee.http.core.ServerConf;
import io.perigee.http.filter.Buf;
import io.perigee.http.filter.Chain;
import io.perigee.http.filter.RequestOutput;
import io.perigee.http.phase.Finalizer;
import io.perigee.http.phase.InternalRedirect;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.PhaseEngine;
import io.perigee.http.phase.PhaseHandler;
import io.perigee.http.upstream.Upstream;
import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request or subrequest (nginx's {@code ngx_http_request_t}). It is touched only on its
 * worker's thread. The main request and its subrequests share connection and received line; {@link
 * #main()}'s {@link #count()} says how many parts still work on it.
 */
public final class Request extends RequestTarget implements Subject {
  /** How many internal redirects a request may make (NGX_HTTP_MAX_URI_CHANGES). */
  public static final int MAX_URI_CHANGES = 10;

  /** How deep subrequests may nest (NGX_HTTP_MAX_SUBREQUESTS). */
  public static final int MAX_SUBREQUESTS = 50;

  private static final @Nullable Object[] NO_STATES = new @Nullable Object[0];

  private final HttpConnection connection;
  private final Request main;
  private final @Nullable Request parent;
  private final RequestHeaders headersIn;
  private ResponseHeaders headersOut = new ResponseHeaders();
  private final RequestOutput output = new RequestOutput();
  private final long startMillis;

  private ServerConf server;
  private LocationConf location;

  private long flags = bit(RequestFlag.VALID_UNPARSED_URI);

  private int count = 1;
  private int uriChanges = MAX_URI_CHANGES + 1;
  private int subrequestsLeft = MAX_SUBREQUESTS + 1;
  private int phaseHandlerIndex;
  private @Nullable PhaseHandler contentHandler;
  private int errorStatus;
  private int accessCode;
  private long limitRate;
  private long limitRateAfter;
  private long requestLength;

  private @Nullable Object[] states = NO_STATES;
  private VariableValues variables;
  private @Nullable Captures captures;
  private @Nullable ArrayList<Runnable> cleanups;
  private @Nullable RequestBody body;
  private @Nullable BodyReader bodyReader;
  private RequestEvent writeHandler = RequestEvent.NOTHING;
  private RequestEvent readHandler = RequestEvent.NOTHING;
  private @Nullable PostSubrequest postSubrequest;
  private @Nullable Upstream upstream;

  /** A main request on a connection; the server is the listening address's default one. */
  public Request(
      HttpConnection connection, ServerConf server, RequestHeaders headersIn, RequestLine line) {
    super(line);
    this.connection = connection;
    this.main = this;
    this.parent = null;
    this.headersIn = headersIn;
    this.server = server;
    this.location = server.defaultLocation();
    this.startMillis = connection.worker().clock().millis();
    connection.worker().holdings().taken(Holdings.Kind.REQUEST);
    this.variables = new VariableValues(server.conf().variables().indexed());
  }

  private Request(Request parent) {
    super(parent);
    this.connection = parent.connection;
    this.main = parent.main;
    this.parent = parent;
    this.headersIn = parent.headersIn.copy();
    this.server = parent.server;
    this.location = server.defaultLocation();
    this.startMillis = connection.worker().clock().millis();
    this.flags = bit(RequestFlag.INTERNAL) | (parent.flags & bit(RequestFlag.DISCARD_BODY));
    this.body = parent.body;
    this.captures = parent.captures;
    this.subrequestsLeft = parent.subrequestsLeft - 1;
    this.variables = parent.variables;
  }

  /**
   * A subrequest of a request: GET, the parent's headers, body and variables; not yet counted,
   * posted or put into the parent's output.
   */
  public static Request subrequestOf(Request parent) {
    return new Request(parent);
  }

  private static long bit(RequestFlag flag) {
    return flag.bit();
  }

  /** The client connection. */
  public HttpConnection connection() {
    return connection;
  }

  /** The worker that the request lives on. */
  public Worker worker() {
    return connection.worker();
  }

  /** The main request; itself if this is it. */
  public Request main() {
    return main;
  }

  /** The request that made this subrequest, or null for the main request. */
  public @Nullable Request parent() {
    return parent;
  }

  /** Whether this is not the main request. */
  public boolean isSubrequest() {
    return main != this;
  }

  /** The http block of the configuration that the request is served with. */
  public HttpConf conf() {
    return server.conf();
  }

  /** The server block. */
  public ServerConf server() {
    return server;
  }

  /** Selects a server block, and its default location with it. */
  public void server(ServerConf selected) {
    server = selected;
    location = selected.defaultLocation();
  }

  /** The location; before the search it is the server's default one. */
  public LocationConf location() {
    return location;
  }

  /** Selects a location. */
  public void location(LocationConf selected) {
    location = selected;
  }

  /** The settings that hold at this moment: those of the location. */
  public Settings settings() {
    return location.settings();
  }

  /** Whether a fact holds. */
  public boolean is(RequestFlag flag) {
    return (flags & bit(flag)) != 0;
  }

  /** Sets or clears a fact. */
  public void set(RequestFlag flag, boolean on) {
    flags = on ? flags | bit(flag) : flags & ~bit(flag);
  }

  /** Whether the server itself made it: internal redirect, error page, subrequest. */
  public boolean internal() {
    return is(RequestFlag.INTERNAL);
  }

  /** Whether no body follows the response header. */
  public boolean headerOnly() {
    return is(RequestFlag.HEADER_ONLY);
  }

  /** Whether the response header went into the filters. */
  public boolean headerSent() {
    return is(RequestFlag.HEADER_SENT);
  }

  /** Whether the connection may serve another request after this one. */
  public boolean keepalive() {
    return is(RequestFlag.KEEPALIVE);
  }

  /** The received header fields. */
  public RequestHeaders headersIn() {
    return headersIn;
  }

  /** The header of the response. */
  public ResponseHeaders headersOut() {
    return headersOut;
  }

  /** Replaces the header of the response by an empty one, as an internal error page needs. */
  public void clearHeadersOut() {
    headersOut = new ResponseHeaders();
  }

  /** Number of request bytes received so far (variable $request_length). */
  public long requestLength() {
    return main.requestLength;
  }

  /** Counts received bytes. */
  public void addRequestLength(long bytes) {
    main.requestLength += bytes;
  }

  /** When the request began, in milliseconds since 1970. */
  public long startMillis() {
    return startMillis;
  }

  /** How many parts still work on this main request. */
  public int count() {
    return count;
  }

  /** Changes {@link #count()} by so much; answers the new value. */
  public int count(int change) {
    count += change;
    return count;
  }

  /** How many changes of the path are left, plus one. */
  public int uriChanges() {
    return uriChanges;
  }

  /** Sets how many changes of the path are left, plus one. */
  public void uriChanges(int left) {
    uriChanges = left;
  }

  /** How many levels of subrequests are left, plus one. */
  public int subrequestsLeft() {
    return subrequestsLeft;
  }

  /** Where the phase engine stands. */
  public int phaseHandlerIndex() {
    return phaseHandlerIndex;
  }

  /** Moves the phase engine. */
  public void phaseHandlerIndex(int index) {
    phaseHandlerIndex = index;
  }

  /** The handler that makes the content, or null where the content phase shall look for one. */
  public @Nullable PhaseHandler contentHandler() {
    return contentHandler;
  }

  /** Sets the handler that makes the content. */
  public void contentHandler(@Nullable PhaseHandler handler) {
    contentHandler = handler;
  }

  /** The status of an error that overrides that of the response (nginx's err_status), or 0. */
  public int errorStatus() {
    return errorStatus;
  }

  /** Sets the overriding status. */
  public void errorStatus(int status) {
    errorStatus = status;
  }

  /** The status that access handlers agreed on so far under {@code satisfy any}, or 0. */
  public int accessCode() {
    return accessCode;
  }

  /** Sets the status that access handlers agreed on. */
  public void accessCode(int status) {
    accessCode = status;
  }

  /** Bytes per second that may be sent, 0 for no limit; counts if LIMIT_RATE_SET. */
  public long limitRate() {
    return limitRate;
  }

  /** Sets the rate limit of this request. */
  public void limitRate(long bytesPerSecond) {
    limitRate = bytesPerSecond;
    set(RequestFlag.LIMIT_RATE_SET, true);
  }

  /** Bytes that are sent before the rate limit counts; valid if LIMIT_RATE_AFTER_SET. */
  public long limitRateAfter() {
    return limitRateAfter;
  }

  /** Sets the number of bytes that are sent before the rate limit counts. */
  public void limitRateAfter(long bytes) {
    limitRateAfter = bytes;
    set(RequestFlag.LIMIT_RATE_AFTER_SET, true);
  }

  /** The groups of the last match, or null. */
  public @Nullable Captures captures() {
    return captures;
  }

  /** Keeps the groups of a match. */
  public void captures(@Nullable Captures groups) {
    captures = groups;
  }

  /** The variables computed or assigned so far; a subrequest shares its parent's. */
  @Override
  public VariableValues variables() {
    return variables;
  }

  /** Replaces the variables' values, for a subrequest that shall not share its parent's. */
  public void variables(VariableValues values) {
    variables = values;
  }

  @Override
  public byte @Nullable [] capture(int group) {
    Captures groups = captures;
    if (groups == null || group < 1 || 2 * group + 1 >= groups.offsets().length) {
      return null;
    }
    int from = groups.offsets()[2 * group];
    return from < 0 ? null : Ascii.slice(groups.subject(), from, groups.offsets()[2 * group + 1]);
  }

  /** The state a module keeps here, or null. */
  @SuppressWarnings("unchecked") // a key only ever stores its own type
  public <T> @Nullable T state(ModuleKey<T> key) {
    int index = key.index();
    return index < states.length ? (T) states[index] : null;
  }

  /** Keeps a module's state. */
  public <T> void state(ModuleKey<T> key, @Nullable T value) {
    int index = key.index();
    if (index >= states.length) {
      states = Arrays.copyOf(states, Math.max(index + 1, 8));
    }
    states[index] = value;
  }

  /** Forgets the modules' states, as an internal redirect does; surviving keys stay. */
  public void clearStates() {
    for (int i = 0; i < states.length; i++) {
      if (states[i] != null && !ModuleKey.survives(i)) {
        states[i] = null;
      }
    }
  }

  /** Registers work for the end of the request; the last registered runs first. */
  public void cleanup(Runnable work) {
    ArrayList<Runnable> list = main.cleanups;
    if (list == null) {
      list = new ArrayList<>(2);
      main.cleanups = list;
    }
    list.add(work);
  }

  /** Runs the registered work; called once when the request is freed. */
  public void runCleanups() {
    ArrayList<Runnable> list = cleanups;
    cleanups = null;
    if (list != null) {
      for (int i = list.size() - 1; i >= 0; i--) {
        list.get(i).run();
      }
    }
  }

  /** The body, or null while it was not read. */
  public @Nullable RequestBody body() {
    return body;
  }

  /** Puts a body in place. */
  public void body(@Nullable RequestBody content) {
    body = content;
  }

  /** What reads the body from the connection, made when first asked for. */
  public BodyReader bodyReader() {
    BodyReader reader = main.bodyReader;
    if (reader == null) {
      reader = new BodyReader(main);
      main.bodyReader = reader;
    }
    return reader;
  }

  /** Whether reading of the body began. */
  public boolean hasBodyReader() {
    return main.bodyReader != null;
  }

  /**
   * Reads the whole body to memory or a file and then runs {@code done} (nginx's {@code
   * ngx_http_read_client_request_body}). OK: it was there and {@code done} has run; AGAIN: {@code
   * done} runs later; a status: finish with it. The request is counted up, as in nginx: {@code
   * done} must finish the request.
   */
  public Outcome readBody(RequestEvent whenRead) {
    return bodyReader().read(this, whenRead);
  }

  /** Drops the body that the client sends (nginx's {@code ngx_http_discard_request_body}). */
  public Outcome discardBody() {
    if (isSubrequest() || is(RequestFlag.DISCARD_BODY) || body != null) {
      return Outcome.OK;
    }
    boolean none = headersIn.contentLength() <= 0 && !headersIn.chunked();
    if (none && !headersIn.has(KnownHeader.EXPECT)) {
      return Outcome.OK;
    }
    return bodyReader().discard(this);
  }

  /** Starts the phases of a new request or a posted one (nginx's {@code ngx_http_handler}). */
  public void runPhases() {
    PhaseEngine.run(this);
  }

  /**
   * Ends the request's present part with an outcome (nginx's {@code ngx_http_finalize_request}).
   */
  public void finish(Outcome outcome) {
    Finalizer.finish(this, outcome);
  }

  /** Sends the response header through the header filters. */
  public Outcome sendHeader() {
    if (is(RequestFlag.POST_ACTION)) {
      return Outcome.OK;
    }
    if (headerSent()) {
      log(Level.ALERT, "header already sent");
      return Outcome.ERROR;
    }
    if (errorStatus != 0) {
      headersOut.status(errorStatus);
      headersOut.statusLine(null);
    }
    return conf().headerFilters().send(this);
  }

  /** Sends a part of the body through the body filters. */
  public Outcome output(Chain chain) {
    Outcome outcome = conf().bodyFilters().write(this, chain);
    if (outcome == Outcome.ERROR) {
      connection.failed();
    }
    return outcome;
  }

  /** Sends the end of the response (nginx's {@code ngx_http_send_special} with LAST). */
  public Outcome sendSpecialLast() {
    return output(Chain.of(isSubrequest() ? Buf.lastOfSubrequest() : Buf.lastBuf()));
  }

  /** Sends a flush mark (nginx's {@code ngx_http_send_special} with FLUSH). */
  public Outcome sendSpecialFlush() {
    return output(Chain.of(Buf.flushBuf()));
  }

  /** Goes on with another path, as if the client had asked for it. */
  public Outcome internalRedirect(byte[] toUri, byte[] toArgs) {
    return InternalRedirect.to(this, toUri, toArgs);
  }

  /** Goes on in a named location; the name begins with an at sign. */
  public Outcome namedLocation(byte[] name) {
    return InternalRedirect.named(this, name);
  }

  /** What happens when the connection can be written or the request was posted. */
  public RequestEvent writeHandler() {
    return writeHandler;
  }

  /** Sets what happens when the connection can be written or the request was posted. */
  public void writeHandler(RequestEvent handler) {
    writeHandler = handler;
  }

  /** What happens when the client sends, or ends sending, while the request is in work. */
  public RequestEvent readHandler() {
    return readHandler;
  }

  /**
   * Sets what happens when the client sends or ends sending. {@link RequestEvent#NOTHING} leaves
   * input unread (nginx's block_reading).
   */
  public void readHandler(RequestEvent handler) {
    readHandler = handler;
  }

  /** Whether the location's error log takes messages of this level. */
  public boolean logs(Level level) {
    return location.errorLog().enabled(level);
  }

  /** Writes to the location's error log, with the client and the request behind the message. */
  public void log(Level level, String message) {
    ErrorLog log = location.errorLog();
    if (log.enabled(level)) {
      log.log(level, logContext(), message);
    }
  }

  /** Whom messages about this request are about. */
  public LogContext logContext() {
    return new ConnectionLog(connection, this);
  }

  /** Runs once when all output of the connection has left; at once (posted) if there is none. */
  public void onWritable(Runnable work) {
    connection.onWritable(work);
  }

  /** Runs once when the client has gone while the request is in work. Null takes it back. */
  public void onClientAbort(@Nullable Runnable work) {
    connection.onClientAbort(work);
  }

  /** Has the write handler run after the present event (nginx's {@code ngx_http_post_request}). */
  public void post() {
    connection.post(this);
  }

  /** Finishes when all buffered output has left (nginx's {@code ngx_http_set_write_handler}). */
  public Outcome waitForWrite() {
    return connection.waitForWrite(this);
  }

  /** Whether output of this request is held back or waits for the client to take it. */
  public boolean hasBufferedOutput() {
    return output.buffered() || (!isSubrequest() && connection.hasBufferedOutput());
  }

  /** The output side of the request: what filters hold, and what was postponed. */
  public RequestOutput outputState() {
    return output;
  }

  /** The last exchange with other servers that was begun for it, or null. */
  public @Nullable Upstream upstream() {
    return upstream;
  }

  /** Notes an exchange with other servers. */
  public void upstream(Upstream exchange) {
    upstream = exchange;
  }

  /** What is told when this subrequest is finished, or null. */
  public @Nullable PostSubrequest postSubrequest() {
    return postSubrequest;
  }

  /** Sets what is told when this subrequest is finished. */
  public void postSubrequest(@Nullable PostSubrequest post) {
    postSubrequest = post;
  }
}
