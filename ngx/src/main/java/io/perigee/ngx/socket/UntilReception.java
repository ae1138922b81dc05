package io.perigee.ngx.socket;

import io.netty.buffer.ByteBuf;
import io.perigee.lua.value.LuaString;
import io.perigee.ngx.text.ByteSink;

/**
 * One call of a {@code receiveuntil} iterator: all up to the pattern, or at most a number of bytes.
 * The state of the search is the iterator's and goes on from call to call. Bytes that might begin
 * the pattern are given out when it is clear that they do not; those of one step come together,
 * even beyond the size.
 */
final class UntilReception implements Reception {
  private final UntilIterator iterator;
  private final UntilPattern pattern;
  private final int limit;
  private final ByteSink sink = new ByteSink(64);

  /** For a size of 0 there is no limit. */
  UntilReception(UntilIterator iterator, int limit) {
    this.iterator = iterator;
    this.pattern = iterator.pattern();
    this.limit = limit;
  }

  @Override
  public boolean take(ByteBuf in) {
    int state = iterator.state();
    while (in.isReadable()) {
      if (state == 0) {
        skipTo(in);
        if (full()) {
          iterator.state(0);
          return true;
        }
        if (!in.isReadable()) {
          break;
        }
      }
      byte b = in.readByte();
      int next = pattern.next(state, b);
      int rejected = state + 1 - next;
      state = next;
      if (rejected > 0) {
        reject(rejected, next, b);
        if (full()) {
          iterator.state(state);
          return true;
        }
      } else if (state == pattern.length()) {
        iterator.found(limit > 0);
        if (iterator.inclusive()) {
          sink.add(pattern.bytes());
        }
        return true;
      }
    }
    iterator.state(state);
    return false;
  }

  /** Takes what cannot begin the pattern, as far as the limit allows. */
  private void skipTo(ByteBuf in) {
    int count = in.bytesBefore(pattern.first());
    if (count < 0) {
      count = in.readableBytes();
    }
    if (limit > 0) {
      count = Math.min(count, limit - sink.size());
    }
    sink.add(in, count);
  }

  /** Gives out bytes that began the pattern and, if nothing of it is left, the present byte. */
  private void reject(int count, int left, byte b) {
    byte[] bytes = pattern.bytes();
    if (left > 0) {
      sink.add(bytes, 0, count);
    } else {
      sink.add(bytes, 0, count - 1);
      sink.add(b);
    }
  }

  private boolean full() {
    return limit > 0 && sink.size() >= limit;
  }

  /** All there is at the end of input: what began the pattern belongs to the data after all. */
  LuaString withPending() {
    sink.add(pattern.bytes(), 0, iterator.takeState());
    return result();
  }

  @Override
  public LuaString result() {
    return LuaString.wrap(sink.toBytes());
  }
}
