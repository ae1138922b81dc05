package io.perigee.httplua.context;

import io.perigee.conf.directive.Settings;
import io.perigee.core.log.Level;
import io.perigee.core.log.LogFile;
import io.perigee.core.text.Ascii;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.ModuleKey;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.httplua.LuaSettings;
import io.perigee.httplua.vm.LuaEnvironment;
import io.perigee.httplua.vm.SchedulingTraceFile;
import io.perigee.lua.value.LuaTable;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.limit.RunLimits;
import io.perigee.ngx.thread.LightThread;
import io.perigee.ngx.thread.LuaPhase;
import io.perigee.ngx.thread.ResultCode;
import io.perigee.ngx.thread.SchedulingTrace;
import io.perigee.ngx.thread.ThreadContext;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The Lua side of one request or subrequest, as ngx_http_lua_ctx_t: its threads, its {@code
 * ngx.ctx}, what it wrote, and how the phase that runs now is to end. An internal redirect starts
 * with a new one.
 */
public final class RequestContext extends ThreadContext {
  private static final ModuleKey<RequestContext> KEY = ModuleKey.of("lua");

  private final Request request;
  private final LuaEnvironment environment;
  private final ResponseOutput output;
  private @Nullable LuaPhase open;
  private @Nullable LuaTable table;
  private byte @Nullable [] execUri;
  private byte[] execArgs = new byte[0];
  private @Nullable BodyFilterState bodyFilter;
  private @Nullable LightThread abortCallback;
  private @Nullable BodyBuilder builder;
  private byte[][] setArguments = new byte[0][];
  private @Nullable ArrayDeque<Runnable> readyThreads;
  private int failureStatus = 500;
  private boolean guarded;
  private boolean watching;
  private boolean bodyReady;
  private boolean waitingForBody;

  private RequestContext(Request request, LuaEnvironment environment) {
    super(environment.host(), LuaPhase.CONTENT);
    this.request = request;
    this.environment = environment;
    this.output = new ResponseOutput(this);
  }

  /** The context of a request, made at first use. */
  public static RequestContext of(Request r) {
    RequestContext known = r.state(KEY);
    if (known == null) {
      known = new RequestContext(r, LuaEnvironment.of(r));
      r.state(KEY, known);
    }
    return known;
  }

  /** The context of a request, or null where no Lua code ran for it. */
  public static @Nullable RequestContext find(Request r) {
    return r.state(KEY);
  }

  /** The context of the request that calls an API function; the phase check made sure of it. */
  public static RequestContext of(ApiCall call) {
    return (RequestContext) call.context();
  }

  /** The request. */
  public Request request() {
    return request;
  }

  /** The VM with the API in it. */
  public LuaEnvironment environment() {
    return environment;
  }

  /** What Lua code writes to the client. */
  public ResponseOutput output() {
    return output;
  }

  /** The table {@code ngx.ctx}, made at first use. */
  public LuaTable table() {
    LuaTable known = table;
    if (known == null) {
      known = new LuaTable();
      table = known;
    }
    return known;
  }

  /** Replaces the table {@code ngx.ctx}. */
  public void table(LuaTable other) {
    table = other;
  }

  /** The buffers that pass body_filter_by_lua at this moment. */
  public BodyFilterState bodyFilter() {
    BodyFilterState known = bodyFilter;
    if (known == null) {
      known = new BodyFilterState(request);
      bodyFilter = known;
    }
    return known;
  }

  // ---- the handler that is open

  /** Whether the handler of this phase was started and has not ended. */
  public boolean isOpen(LuaPhase phase) {
    return open == phase;
  }

  /** Notes that the handler of a phase begins. */
  public void open(LuaPhase phase) {
    open = phase;
  }

  /** Notes that no handler is open any more. */
  public void close() {
    open = null;
  }

  /** Whether {@code lua_need_request_body} has been served already. */
  public boolean isBodyReady() {
    return bodyReady;
  }

  /** Notes that the body was read. */
  public void bodyReady(boolean ready) {
    bodyReady = ready;
  }

  /**
   * The body is about to be read for Lua code: if it goes to a file, that has a name and is removed
   * at the end of the request, and nobody needs to be told of one that was asked for.
   */
  public void wantBody() {
    Request main = request.main();
    main.set(RequestFlag.BODY_IN_SINGLE_BUFFER, true);
    main.set(RequestFlag.BODY_IN_PERSISTENT_FILE, true);
    main.set(RequestFlag.BODY_IN_CLEAN_FILE, true);
    if (main.is(RequestFlag.BODY_IN_FILE_ONLY)) {
      main.set(RequestFlag.BODY_FILE_UNTOLD, true);
    }
  }

  /** Whether a handler waits for the body before its code starts. */
  public boolean isWaitingForBody() {
    return waitingForBody;
  }

  /** Notes that a handler waits for the body before its code starts. */
  public void waitingForBody(boolean waiting) {
    waitingForBody = waiting;
  }

  /** The status for the failure of code that runs without the scheduler. */
  public int failureStatus() {
    return failureStatus;
  }

  /** Sets the status for a failure. */
  public void failureStatus(int status) {
    failureStatus = status;
  }

  /** The arguments of the set_by_lua that runs now. */
  public byte[][] setArguments() {
    return setArguments;
  }

  /** Sets the arguments of the set_by_lua that runs next. */
  public void setArguments(byte[][] values) {
    setArguments = values;
  }

  /** The body that {@code ngx.req.init_body} began. */
  public @Nullable BodyBuilder builder() {
    return builder;
  }

  /** Keeps the body that {@code ngx.req.init_body} began. */
  public void builder(@Nullable BodyBuilder body) {
    builder = body;
  }

  /** The thread that {@code ngx.on_abort} prepared. */
  public @Nullable LightThread abortCallback() {
    return abortCallback;
  }

  /** Whether the client must be watched from now on; true once only. */
  public boolean watchClient() {
    boolean first = !watching;
    watching = true;
    return first;
  }

  /** Keeps the thread that {@code ngx.on_abort} prepared. */
  public void abortCallback(LightThread callback) {
    abortCallback = callback;
  }

  /** Notes where {@code ngx.exec} wants to go. */
  public void exec(byte[] uri, byte[] args) {
    execUri = uri;
    execArgs = args;
    requestExec();
  }

  /** A demand of {@code ngx.exit}: whether there is one, and its code. */
  public record Exit(boolean requested, int code) {}

  /** Takes the demand of {@code ngx.exit} away; filters have one of their own. */
  public Exit takeExit() {
    return new Exit(clearExit(), exitCode());
  }

  /** Puts a demand back that was taken away. */
  public void restoreExit(Exit exit) {
    if (exit.requested()) {
      requestExit(exit.code());
    }
  }

  // ---- what the scheduler asks

  @Override
  public boolean hasClient() {
    return true;
  }

  @Override
  public boolean logs(Level level) {
    return request.logs(level);
  }

  @Override
  public void log(Level level, String message) {
    request.log(level, message);
  }

  @Override
  public Settings settings() {
    return request.settings();
  }

  @Override
  protected void watchEnd() {
    request.cleanup(this::releaseResources);
  }

  @Override
  public String origin() {
    return "client: "
        + Ascii.string(request.connection().client().text())
        + ", server: "
        + request.connection().address().address().text();
  }

  @Override
  protected boolean responseStarted() {
    return output.headerSent();
  }

  @Override
  protected int failHandler() {
    return output.headerSent() ? ResultCode.ERROR : 500;
  }

  @Override
  protected int stopHandler() {
    return output.headerSent() ? ResultCode.ERROR : 503;
  }

  @Override
  protected RunLimits limits() {
    return LuaSettings.limits(request.settings());
  }

  @Override
  protected @Nullable SchedulingTrace newTrace() {
    LogFile file = request.settings().get(LuaSettings.SCHEDULING_TRACE);
    return file == SchedulingTraceFile.NONE ? null : new SchedulingTrace(file, traceRun());
  }

  /** The number of the connection and, for subrequests, which of it. */
  private String traceRun() {
    String number = Long.toString(request.connection().number());
    return request.isSubrequest()
        ? number + "/" + Integer.toHexString(System.identityHashCode(request))
        : number;
  }

  @Override
  protected String describe() {
    return Ascii.string(request.methodName()) + " " + Ascii.string(request.uri());
  }

  @Override
  protected int jumpHandler() {
    return ResultCode.OK;
  }

  @Override
  protected int exitHandler(int code) {
    return Exits.exit(this, code, open == LuaPhase.CONTENT);
  }

  @Override
  protected int execHandler() {
    byte[] uri = execUri;
    if (uri == null) {
      throw new IllegalStateException("exec without a target");
    }
    open = null;
    Outcome outcome;
    if (uri.length > 0 && uri[0] == '@') {
      outcome = request.namedLocation(uri);
    } else {
      outcome = request.internalRedirect(uri, execArgs);
    }
    return outcome == Outcome.ERROR || outcome.code() >= 300 ? outcome.code() : ResultCode.DONE;
  }

  /**
   * A thread's subrequests have ended: it goes on when the request is next entered, which the end
   * of the last one has posted.
   */
  public void ready(LightThread thread, Object... results) {
    ArrayDeque<Runnable> queue = readyThreads;
    if (queue == null) {
      queue = new ArrayDeque<>();
      readyThreads = queue;
    }
    queue.add(() -> prepare(thread, results));
  }

  /** Makes the next event ready that came by the end of subrequests; whether there was one. */
  public boolean takeReady() {
    ArrayDeque<Runnable> queue = readyThreads;
    Runnable next = queue == null || isWakeable() ? null : queue.poll();
    if (next == null) {
      return false;
    }
    next.run();
    return true;
  }

  /** The content handler's way back in after subrequests have ended. */
  public void contentPosted() {
    while (takeReady()) {
      reenter();
    }
  }

  @Override
  protected void reenter() {
    if (open == LuaPhase.CONTENT) {
      int code = proceed();
      if (code == ResultCode.AGAIN) {
        return;
      }
      request.finish(contentEnded(code));
    } else {
      request.runPhases();
    }
  }

  /** Has everything cancelled when the request ends from outside; called when a handler waits. */
  public void guard() {
    if (!guarded) {
      guarded = true;
      request.cleanup(this::killAll);
    }
  }

  /** What the content phase answers when its handler has ended with this result. */
  public Outcome contentEnded(int code) {
    if (code == ResultCode.DONE) {
      return Outcome.DONE;
    }
    open = null;
    if (code == ResultCode.DECLINED) {
      // As in ngx_lua nobody else makes the content: the connection ends without a response.
      return Outcome.OK;
    }
    int result = code == ResultCode.OK ? output.end() : code;
    if (code == ResultCode.OK && result != ResultCode.ERROR && result < 300) {
      result = ResultCode.OK;
    }
    return Outcome.ofCode(result);
  }

  @Override
  protected boolean isDetached() {
    return request.is(RequestFlag.DONE);
  }
}
