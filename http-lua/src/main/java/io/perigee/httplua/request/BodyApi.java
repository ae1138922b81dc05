package io.perigee.httplua.request;

import io.perigee.core.text.Ascii;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestBody;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.request.TempFile;
import io.perigee.httplua.context.BodyBuilder;
import io.perigee.httplua.context.RequestContext;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.api.PhaseSet;
import io.perigee.ngx.thread.LightThread;
import io.perigee.ngx.thread.ThreadOperations;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** {@code ngx.req.read_body} and what reads, replaces or builds the request body. */
public final class BodyApi implements ApiFamily {
  private static final byte[] CONTENT_LENGTH = Ascii.latin1("Content-Length");

  @Override
  public void register(ApiTable ngx) {
    ngx.table("req")
        .function("read_body", PhaseSet.RESPONSE, BodyApi::read)
        .function("discard_body", PhaseSet.REQUEST, BodyApi::discard)
        .function("get_body_data", PhaseSet.REQUEST, BodyApi::data)
        .function("get_body_file", PhaseSet.REQUEST, BodyApi::file)
        .variadic("set_body_data", PhaseSet.REQUEST, BodyApi::setData)
        .variadic("set_body_file", PhaseSet.REQUEST, BodyApi::setFile)
        .function("init_body", PhaseSet.REQUEST, BodyApi::init)
        .function("append_body", PhaseSet.REQUEST, BodyApi::append)
        .function("finish_body", PhaseSet.REQUEST, BodyApi::finish);
  }

  // ---- reading

  /** A thread that waits for the body; the body may also be there at once. */
  private static final class Reading {
    private boolean done;
    private boolean cancelled;
    private @Nullable LightThread waiter;

    void finished(Request r) {
      r.main().count(-1);
      done = true;
      LightThread thread = waiter;
      if (thread != null && !cancelled) {
        thread.context().wake(thread);
      }
    }
  }

  private static Object read(ApiCall call) {
    RequestContext context = RequestContext.of(call);
    Request r = context.request();
    if (r.body() != null || r.is(RequestFlag.DISCARD_BODY)) {
      return Results.EMPTY;
    }
    context.wantBody();
    Reading reading = new Reading();
    Outcome outcome = r.readBody(reading::finished);
    if (outcome == Outcome.ERROR || outcome.code() >= 300) {
      context.requestExit(outcome.code());
      ThreadOperations.abandon(call.thread());
    }
    if (!reading.done) {
      LightThread thread = call.thread();
      reading.waiter = thread;
      thread.pending(() -> reading.cancelled = true);
      ThreadOperations.await(thread);
    }
    return Results.EMPTY;
  }

  private static Object discard(ApiCall call) {
    Outcome outcome = RequestContext.of(call).request().discardBody();
    if (outcome == Outcome.ERROR || outcome.code() >= 300) {
      throw LuaError.at(1, "failed to discard request body");
    }
    return Results.EMPTY;
  }

  private static @Nullable Object data(ApiCall call, @Nullable Object max) {
    RequestBody body = RequestContext.of(call).request().body();
    if (body == null || body.isEmpty()) {
      return null;
    }
    byte[] bytes = body.inMemory();
    if (bytes == null) {
      return null;
    }
    Double limit = Conversions.toNumber(max);
    return limit == null || limit <= 0 || limit >= bytes.length
        ? LuaString.wrap(bytes)
        : LuaString.wrap(bytes, 0, (int) (double) limit);
  }

  private static @Nullable Object file(ApiCall call) {
    RequestBody body = RequestContext.of(call).request().body();
    TempFile file = body == null ? null : body.file();
    return file == null ? null : LuaString.utf8(file.path().toString());
  }

  // ---- replacing

  private static Request replaceable(ApiCall call) {
    Request r = RequestContext.of(call).request();
    if (r.is(RequestFlag.DISCARD_BODY)) {
      throw LuaError.at(1, "request body already discarded asynchronously");
    }
    if (r.body() == null) {
      throw LuaError.at(1, "request body not read yet");
    }
    return r;
  }

  private static Object setData(ApiCall call, @Nullable Object[] args) {
    if (args.length != 1) {
      throw LuaError.at(1, "expecting 1 arguments but seen " + args.length);
    }
    LuaString text = Conversions.toLuaString(args[0]);
    if (text == null) {
      throw LuaError.typeError(1, "set_body_data", "string", args[0]);
    }
    replace(replaceable(call), RequestBody.of(text.bytes()));
    return Results.EMPTY;
  }

  private static void replace(Request r, RequestBody body) {
    r.body(body);
    r.headersIn().set(CONTENT_LENGTH, Ascii.decimal(body.length()));
  }

  private static Object setFile(ApiCall call, @Nullable Object[] args) {
    if (args.length != 1 && args.length != 2) {
      throw LuaError.at(1, "expecting 1 or 2 arguments but seen " + args.length);
    }
    LuaString text = Conversions.toLuaString(args[0]);
    if (text == null) {
      throw LuaError.typeError(1, "set_body_file", "string", args[0]);
    }
    if (text.length() == 0) {
      throw LuaError.argument(1, "set_body_file", "empty file name");
    }
    Request r = replaceable(call);
    String shown = new String(text.bytes(), StandardCharsets.UTF_8);
    Path path = call.cycle().prefix().resolve(shown);
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      boolean stays = !(args.length == 2 && Boolean.TRUE.equals(args[1]));
      TempFile file = new TempFile(path, channel, stays, r.worker().holdings());
      file.closeWith(r);
      replace(r, RequestBody.ofFile(file));
    } catch (IOException e) {
      throw LuaError.at(1, "stat() \"" + path + "\" failed");
    }
    return Results.EMPTY;
  }

  // ---- building

  private static Object init(ApiCall call, @Nullable Object size) {
    RequestContext context = RequestContext.of(call);
    Request r = context.request();
    if (r.is(RequestFlag.DISCARD_BODY)) {
      throw LuaError.at(1, "request body already discarded asynchronously");
    }
    if (r.body() == null) {
      throw LuaError.at(1, "request body not read yet");
    }
    Double given = Conversions.toNumber(size);
    if (size != null && given == null) {
      throw LuaError.typeError(1, "init_body", "number", size);
    }
    if (given != null && given < 0) {
      throw LuaError.at(1, "bad size argument: " + (long) (double) given);
    }
    context.builder(new BodyBuilder(r, given == null ? -1 : (long) (double) given));
    return Results.EMPTY;
  }

  private static BodyBuilder builder(ApiCall call) {
    RequestContext context = RequestContext.of(call);
    BodyBuilder builder = context.builder();
    if (builder == null || context.request().body() == null) {
      throw LuaError.at(1, "request_body not initialized");
    }
    return builder;
  }

  private static Object append(ApiCall call, @Nullable Object value) {
    LuaString text = Conversions.toLuaString(value);
    if (text == null) {
      throw LuaError.typeError(1, "append_body", "string", value);
    }
    try {
      builder(call).add(text.bytes());
    } catch (IOException e) {
      throw LuaError.at(1, "fail to write file");
    }
    return Results.EMPTY;
  }

  private static Object finish(ApiCall call) {
    BodyBuilder builder = builder(call);
    RequestContext context = RequestContext.of(call);
    try {
      replace(context.request(), builder.finish());
    } catch (IOException e) {
      throw LuaError.at(1, "fail to write file");
    }
    return Results.EMPTY;
  }
}
