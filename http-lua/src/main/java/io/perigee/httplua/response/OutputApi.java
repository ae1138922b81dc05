package io.perigee.httplua.response;

import io.perigee.http.filter.Buf;
import io.perigee.http.request.Request;
import io.perigee.httplua.context.RequestContext;
import io.perigee.httplua.context.ResponseOutput;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.api.PhaseSet;
import io.perigee.ngx.text.ByteSink;
import io.perigee.ngx.text.ValueText;
import io.perigee.ngx.thread.LightThread;
import io.perigee.ngx.thread.ResultCode;
import io.perigee.ngx.thread.ThreadOperations;

/** {@code ngx.say, print, flush, eof, send_headers}: writing the response. */
public final class OutputApi implements ApiFamily {
  private static final String EXPECTED =
      "string, number, boolean, nil, ngx.null, or array table expected, but got ";
  private static final ValueText SAY = new ValueText("say", EXPECTED);
  private static final ValueText PRINT = new ValueText("print", EXPECTED);

  @Override
  public void register(ApiTable ngx) {
    ngx.variadic("say", PhaseSet.RESPONSE, (ApiCall call, Object[] args) -> write(call, args, true))
        .variadic(
            "print", PhaseSet.RESPONSE, (ApiCall call, Object[] args) -> write(call, args, false))
        .variadic("flush", PhaseSet.RESPONSE, OutputApi::flush)
        .function("eof", PhaseSet.RESPONSE, OutputApi::eof)
        .function("send_headers", PhaseSet.RESPONSE, OutputApi::sendHeaders);
  }

  private static Object failure(String message) {
    return Results.of(null, LuaString.of(message));
  }

  private static Object write(ApiCall call, Object[] args, boolean line) {
    RequestContext context = RequestContext.of(call);
    ResponseOutput output = context.output();
    if (output.isRaw()) {
      return failure("raw request socket acquired");
    }
    if (context.request().headerOnly()) {
      return failure("header only");
    }
    if (output.isEof()) {
      return failure("seen eof");
    }
    Buf buf = bytes(args, line);
    int code = buf.isSpecial() ? output.sendHeader() : output.write(buf);
    if (code == ResultCode.ERROR || code > ResultCode.OK) {
      return failure("nginx output filter error");
    }
    return 1.0;
  }

  private static Buf bytes(Object[] args, boolean line) {
    if (args.length == 1 && !line && args[0] instanceof LuaString only) {
      return Buf.of(only.bytes());
    }
    ByteSink sink =
        new ByteSink(
            args.length == 1 && args[0] instanceof LuaString only
                ? only.length() + 1
                : 32 * args.length + 1);
    ValueText text = line ? SAY : PRINT;
    for (int i = 0; i < args.length; i++) {
      text.append(sink, args[i], i + 1);
    }
    if (line) {
      sink.add('\n');
    }
    return sink.size() == 0 ? Buf.special() : Buf.of(sink.bytes(), 0, sink.size());
  }

  private static Object flush(ApiCall call, Object[] args) {
    RequestContext context = RequestContext.of(call);
    ResponseOutput output = context.output();
    Request r = context.request();
    if (output.isRaw()) {
      return failure("raw request socket acquired");
    }
    if (args.length > 0 && args[0] != null && !(args[0] instanceof Boolean)) {
      throw LuaError.typeError(1, "flush", "boolean", args[0]);
    }
    boolean wait = args.length > 0 && Boolean.TRUE.equals(args[0]) && !r.isSubrequest();
    if (r.headerOnly()) {
      return failure("header only");
    }
    if (output.isEof()) {
      return failure("seen eof");
    }
    if (output.isBuffering()) {
      return failure("buffering");
    }
    if (!output.headerSent()) {
      return failure("nothing to flush");
    }
    int code = output.flush();
    if (code == ResultCode.ERROR || code > ResultCode.OK) {
      return failure("nginx output filter error");
    }
    if (wait && r.hasBufferedOutput()) {
      return awaitWritten(call, r);
    }
    return 1.0;
  }

  private static Object awaitWritten(ApiCall call, Request r) {
    LightThread thread = call.thread();
    Pending pending = new Pending(thread);
    thread.pending(pending::cancel);
    r.onWritable(pending::written);
    return ThreadOperations.await(thread);
  }

  /** A thread that waits until the client took everything; the event may come after its end. */
  private static final class Pending {
    private final LightThread thread;
    private boolean cancelled;

    Pending(LightThread thread) {
      this.thread = thread;
    }

    void cancel() {
      cancelled = true;
    }

    void written() {
      if (!cancelled) {
        thread.context().wake(thread, 1.0);
      }
    }
  }

  private static Object eof(ApiCall call) {
    RequestContext context = RequestContext.of(call);
    ResponseOutput output = context.output();
    if (output.isRaw()) {
      return failure("raw request socket acquired");
    }
    if (output.isEof()) {
      return failure("seen eof");
    }
    int code = output.finish();
    if (code == ResultCode.ERROR || code > ResultCode.OK) {
      return failure("nginx output filter error");
    }
    return 1.0;
  }

  private static Object sendHeaders(ApiCall call) {
    ResponseOutput output = RequestContext.of(call).output();
    if (output.headerSent()) {
      return 1.0;
    }
    int code = output.sendHeader();
    if (code == ResultCode.ERROR || code > ResultCode.OK) {
      return failure("nginx output filter error");
    }
    return 1.0;
  }
}
