package io.perigee.httplua.context;

import io.perigee.http.filter.Buf;
import io.perigee.http.filter.Chain;
import io.perigee.http.request.Request;
import io.perigee.lua.value.LuaString;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The chunk that passes body_filter_by_lua: {@code ngx.arg[1]}, its bytes, and {@code ngx.arg[2]},
 * whether it is the last one.
 */
public final class BodyFilterState {
  private final Request request;
  private @Nullable Chain chain;
  private boolean changed;
  private boolean seenLast;

  BodyFilterState(Request request) {
    this.request = request;
  }

  /** Begins with what a filter got. */
  public void begin(Chain in) {
    chain = in;
    changed = false;
  }

  /** What is to be passed on. */
  public Chain end() {
    Chain out = current();
    chain = null;
    if (out.hasLastInChain()) {
      seenLast = true;
    }
    return out;
  }

  /** Whether the end has passed already, so that later input is dropped. */
  public boolean hasSeenLast() {
    return seenLast;
  }

  /** Whether a chunk passes at this moment. */
  public boolean isActive() {
    return chain != null;
  }

  /** Whether Lua code replaced the chunk. */
  public boolean isChanged() {
    return changed;
  }

  private Chain current() {
    Chain known = chain;
    if (known == null) {
      throw new IllegalStateException("no chunk passes the filter");
    }
    return known;
  }

  /** The bytes of the chunk. */
  public LuaString content() throws IOException {
    Chain in = current();
    if (in.size() == 1) {
      return LuaString.wrap(in.get(0).content());
    }
    byte[] all = new byte[Math.toIntExact(in.totalSize())];
    int at = 0;
    for (int i = 0; i < in.size(); i++) {
      byte[] part = in.get(i).content();
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return LuaString.wrap(all);
  }

  /** Whether the chunk is the last one of this request. */
  public boolean isLast() {
    return current().hasLastInChain();
  }

  /** Replaces the bytes of the chunk; the marks of end and flush stay. */
  public void content(byte[] bytes) {
    Chain in = current();
    boolean flush = false;
    for (int i = 0; i < in.size(); i++) {
      flush |= in.get(i).flush();
    }
    boolean last = in.hasLastInChain();
    changed = true;
    if (bytes.length == 0 && !last && !flush) {
      chain = new Chain();
      return;
    }
    Buf buf = bytes.length == 0 ? Buf.special() : Buf.of(bytes);
    buf.flush(flush);
    if (last) {
      markLast(buf);
    }
    chain = Chain.of(buf);
  }

  /** Sets or takes back the end mark. */
  public void last(boolean last) {
    Chain in = current();
    if (last == in.hasLastInChain()) {
      return;
    }
    changed = true;
    if (last) {
      if (in.isEmpty()) {
        in.add(Buf.special());
      }
      Buf end = in.get(in.size() - 1);
      Buf marked = end.inFile() ? Buf.special() : Buf.of(end.bytes(), end.start(), end.end());
      marked.flagsOf(end);
      markLast(marked);
      if (end.inFile()) {
        in.add(marked);
      } else {
        in.set(in.size() - 1, marked);
      }
      return;
    }
    for (int i = 0; i < in.size(); i++) {
      in.get(i).last(false).lastInChain(false);
    }
  }

  private void markLast(Buf buf) {
    if (request.isSubrequest()) {
      buf.lastInChain(true).sync(true);
    } else {
      buf.last(true).lastInChain(true);
    }
  }
}
