package io.perigee.httplua.capture;

import io.perigee.core.text.Ascii;
import io.perigee.core.text.HttpDate;
import io.perigee.http.filter.Chain;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.ModuleKey;
import io.perigee.http.request.PostSubrequest;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestEvent;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.request.ResponseHeader;
import io.perigee.http.request.ResponseHeaders;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.ngx.text.ByteSink;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The response of one captured subrequest: its filters keep header and body here instead of passing
 * them on. It survives internal redirects of the subrequest.
 */
public final class Capture implements PostSubrequest {
  private static final ModuleKey<Capture> KEY = ModuleKey.surviving("lua capture");

  private final CaptureGroup group;
  private final ByteSink bytes = new ByteSink(256);
  private boolean complete;
  private boolean told;
  private int status;
  private LuaTable header = new LuaTable();

  Capture(CaptureGroup group) {
    this.group = group;
  }

  /** What captures the response of a request, or null. */
  public static @Nullable Capture find(Request r) {
    return r.isSubrequest() ? r.state(KEY) : null;
  }

  void attach(Request subrequest) {
    subrequest.state(KEY, this);
  }

  /** Takes the header instead of the next filter. */
  public Outcome header(Request r) {
    r.set(RequestFlag.FILTER_NEED_IN_MEMORY, true);
    r.set(RequestFlag.HEADER_SENT, true);
    if (r.method() == io.perigee.http.request.Methods.HEAD) {
      r.set(RequestFlag.HEADER_ONLY, true);
    }
    return Outcome.OK;
  }

  /** Takes a part of the body instead of the next filter. */
  public Outcome body(Request r, Chain in) {
    try {
      for (int i = 0; i < in.size(); i++) {
        bytes.add(in.get(i).content());
      }
    } catch (IOException e) {
      return Outcome.ERROR;
    }
    if (in.hasLastInChain()) {
      complete = true;
    }
    return Outcome.OK;
  }

  @Override
  public Outcome finished(Request subrequest, Outcome outcome) {
    status = subrequest.headersOut().status();
    if (status == 0) {
      int code = outcome.code();
      status = code == 0 ? 200 : code == -1 ? 500 : Math.max(code, 100);
    }
    header = headerTable(subrequest.headersOut());
    if (outcome == Outcome.ERROR) {
      complete = false;
    }
    if (!told) {
      told = true;
      // A posted event that comes late must not run its phases again.
      subrequest.writeHandler(RequestEvent.NOTHING);
      group.finished();
    }
    return (outcome.isStatus() && !subrequest.headerSent()) || outcome == Outcome.ERROR
        ? Outcome.OK
        : outcome;
  }

  private static LuaTable headerTable(ResponseHeaders out) {
    LuaTable table = new LuaTable(0, out.size() + 2);
    for (ResponseHeader field : out.list()) {
      if (field.active()) {
        add(table, LuaString.wrap(field.name()), LuaString.wrap(field.value()));
      }
    }
    if (out.contentType() != null) {
      table.put("Content-Type", LuaString.wrap(contentType(out, out.contentType())));
    }
    if (out.contentLength() >= 0) {
      table.put("Content-Length", LuaString.wrap(Ascii.decimal(out.contentLength())));
    }
    ResponseHeader modified = out.lastModified();
    if (modified != null && modified.active()) {
      table.put("Last-Modified", LuaString.wrap(modified.value()));
    } else if (out.lastModifiedTime() >= 0) {
      table.put("Last-Modified", LuaString.of(HttpDate.format(out.lastModifiedTime())));
    }
    addKnown(table, "Server", out.server());
    addKnown(table, "Date", out.date());
    return table;
  }

  private static byte[] contentType(ResponseHeaders out, byte[] type) {
    byte[] charset = out.charset();
    return charset == null || out.contentTypeLength() != type.length
        ? type
        : Ascii.concat(type, Ascii.latin1("; charset="), charset);
  }

  private static void addKnown(LuaTable table, String name, @Nullable ResponseHeader field) {
    if (field != null && field.active()) {
      table.put(name, LuaString.wrap(field.value()));
    }
  }

  private static void add(LuaTable table, LuaString name, LuaString value) {
    Object known = table.get(name);
    if (known == null) {
      table.put(name, value);
    } else if (known instanceof LuaTable list) {
      list.putInt(list.length() + 1, value);
    } else {
      table.put(name, LuaTable.ofArray(known, value));
    }
  }

  /** The table that Lua code gets. */
  LuaTable result() {
    LuaTable result = new LuaTable(0, 4);
    result.put("status", (double) status);
    result.put("truncated", !complete);
    result.put("body", LuaString.wrap(bytes.toBytes()));
    result.put("header", header);
    return result;
  }
}
