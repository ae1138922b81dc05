package io.perigee.http.filter;

import io.perigee.http.connection.HttpConnection;
import io.perigee.http.request.Request;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The output side of one request: what its filters hold back, and what waits for its turn because
 * another part of the main response must go out first (nginx's {@code postponed} and {@code
 * buffered}).
 */
public final class RequestOutput {
  /** A subrequest whose output stands at this place, or output of the request itself. */
  sealed interface Item {
    /** Output of a subrequest. */
    record Part(Request subrequest) implements Item {}

    /** Output of the request itself. */
    record Data(Chain chain) implements Item {}
  }

  private @Nullable ArrayDeque<Item> postponed;
  private @Nullable ArrayList<Buf> captured;
  private int holders;
  private @Nullable RateLimit rateLimit;
  private int headerSize;

  /** Nothing held, nothing postponed. */
  public RequestOutput() {}

  /** Whether a filter holds content that needs another call. */
  public boolean buffered() {
    return holders > 0;
  }

  /** A filter begins to hold content back. */
  public void hold() {
    holders++;
  }

  /** A filter no longer holds content back. */
  public void release() {
    holders--;
  }

  /** Whether anything waits for its turn. */
  public boolean hasPostponed() {
    ArrayDeque<Item> items = postponed;
    return items != null && !items.isEmpty();
  }

  private ArrayDeque<Item> items() {
    ArrayDeque<Item> items = postponed;
    if (items == null) {
      items = new ArrayDeque<>();
      postponed = items;
    }
    return items;
  }

  /** A subrequest takes its place in the output of the request that made it. */
  public void addSubrequest(Request parent, Request subrequest) {
    HttpConnection c = parent.connection();
    if (c.active() == parent && !hasPostponed()) {
      c.active(subrequest);
    }
    items().addLast(new Item.Part(subrequest));
  }

  /** A subrequest that had the way out is done: its place is given up. */
  public void subrequestDone(Request subrequest) {
    ArrayDeque<Item> items = postponed;
    if (items != null
        && items.peekFirst() instanceof Item.Part part
        && part.subrequest() == subrequest) {
      items.pollFirst();
    }
  }

  void addData(Chain chain) {
    ArrayDeque<Item> items = items();
    if (items.peekLast() instanceof Item.Data data) {
      data.chain().addAll(chain);
    } else {
      items.addLast(new Item.Data(new Chain().addAll(chain)));
    }
  }

  @Nullable Item nextPostponed() {
    ArrayDeque<Item> items = postponed;
    return items == null ? null : items.pollFirst();
  }

  /** The output of a subrequest that is kept in memory, so far. */
  public List<Buf> captured() {
    ArrayList<Buf> kept = captured;
    return kept == null ? List.of() : kept;
  }

  void capture(Chain chain) {
    ArrayList<Buf> kept = captured;
    if (kept == null) {
      kept = new ArrayList<>();
      captured = kept;
    }
    for (int i = 0; i < chain.size(); i++) {
      if (!chain.get(i).isSpecial()) {
        kept.add(chain.get(i));
      }
    }
  }

  @Nullable RateLimit rateLimit() {
    return rateLimit;
  }

  RateLimit limited(Request r) {
    RateLimit limit = rateLimit;
    if (limit == null) {
      limit = new RateLimit(r);
      rateLimit = limit;
    }
    return limit;
  }

  /** Number of bytes of the response header that was written; 0 while there is none. */
  public int headerSize() {
    return headerSize;
  }

  void headerSize(int bytes) {
    headerSize = bytes;
  }
}
