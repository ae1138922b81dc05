package io.perigee.http.filter;

import java.util.List;

/** Links filters to chains that end with the chunked filter and the writers. */
public final class FilterChains {
  private static final ChunkedFilter CHUNKED = new ChunkedFilter();

  private FilterChains() {}

  /** The chain that a response header goes through, in the order of the list. */
  public static HeaderFilter.Next linkHeaders(List<HeaderFilter> filters) {
    HeaderFilter.Next next = ((HeaderFilter) CHUNKED).before(HeaderWriter::send);
    for (HeaderFilter filter : filters.reversed()) {
      next = filter.before(next);
    }
    return next;
  }

  /** The chain that a response body goes through, in the order of the list. */
  public static BodyFilter.Next linkBodies(List<BodyFilter> filters) {
    BodyFilter.Next next = ((BodyFilter) CHUNKED).before(WriteFilter::write);
    for (BodyFilter filter : filters.reversed()) {
      next = filter.before(next);
    }
    return next;
  }
}
