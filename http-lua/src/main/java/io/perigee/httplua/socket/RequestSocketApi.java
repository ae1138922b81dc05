package io.perigee.httplua.socket;

import io.perigee.http.request.Request;
import io.perigee.http.request.RequestBody;
import io.perigee.http.request.RequestFlag;
import io.perigee.httplua.LuaSettings;
import io.perigee.httplua.context.RequestContext;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import io.perigee.ngx.api.PhaseSet;
import io.perigee.ngx.socket.Link;
import io.perigee.ngx.socket.StreamMethods;
import io.perigee.ngx.socket.StreamSocket;
import org.jspecify.annotations.Nullable;

/** {@code ngx.req.socket}. */
public final class RequestSocketApi implements ApiFamily {
  @Override
  public void register(ApiTable ngx) {
    ngx.table("req").variadic("socket", PhaseSet.RESPONSE, RequestSocketApi::socket);
  }

  private static Object socket(ApiCall call, Object[] args) {
    if (args.length > 1) {
      throw LuaError.at(1, "expecting zero arguments, but got " + args.length);
    }
    boolean raw = args.length == 1 && args[0] != null && !Boolean.FALSE.equals(args[0]);
    RequestContext context = RequestContext.of(call);
    Request r = context.request();
    if (r.isSubrequest()) {
      throw LuaError.at(1, "attempt to read the request body in a subrequest");
    }
    String refused = raw ? refusalOfRaw(context) : refusalOfBody(r);
    if (refused != null) {
      return Results.of(null, LuaString.of(refused));
    }
    if (r.body() == null) {
      r.body(new RequestBody());
    }
    if (raw) {
      r.set(RequestFlag.HEADER_SENT, true);
      context.output().takenOver();
      return StreamMethods.rawObject(
          call, attached(context, StreamSocket.Kind.DUPLEX, new RawLink(r)));
    }
    return StreamMethods.bodyObject(
        call, attached(context, StreamSocket.Kind.BODY, new BodyLink(r)));
  }

  private static StreamSocket attached(RequestContext context, StreamSocket.Kind kind, Link link) {
    Request r = context.request();
    StreamSocket socket =
        new StreamSocket(r.worker(), kind, LuaSettings.sockets(context.settings()));
    socket.attach(link, context);
    return socket;
  }

  private static @Nullable String refusalOfBody(Request r) {
    if (r.headersIn().chunked()) {
      return "chunked request bodies not supported yet";
    }
    if (r.body() != null) {
      return "request body already exists";
    }
    if (r.is(RequestFlag.DISCARD_BODY)) {
      return "request body discarded";
    }
    boolean dropped = r.hasBodyReader();
    if (dropped || r.headersIn().contentLength() <= 0) {
      return "no body";
    }
    return r.bodyReader().expectContinue() ? null : "test expect failed";
  }

  private static @Nullable String refusalOfRaw(RequestContext context) {
    Request r = context.request();
    if (context.output().isRaw()) {
      return "duplicate call";
    }
    if (r.hasBodyReader() && r.bodyReader().reading()) {
      return "pending request body reading in some other thread";
    }
    if (r.connection().hasBufferedOutput()) {
      return "pending data to write";
    }
    return context.output().isBuffering() ? "http 1.0 buffering" : null;
  }
}
