package io.perigee.http.module;

/**
 * The stations of the response filters, in the order in which a response meets them; it is nginx's.
 * The last ones (chunked, the header itself, writing) belong to {@code http.filter} and follow
 * after all of these.
 */
public enum FilterPlace {
  // Header: 304 and 412 before anything is computed for the body.
  NOT_MODIFIED,
  // Body: ranges are cut from the content as it comes.
  RANGE_BODY,
  // Body: file parts are read for the filters that need bytes.
  COPY,
  // Modules beside nginx's own: headers-more, then Lua. They see the plain content.
  AUXILIARY,
  // The echo module, which OpenResty links before Lua and which therefore comes after it.
  ECHO,
  // Header: add_header, expires.
  HEADERS,
  USERID,
  GUNZIP,
  ADDITION,
  SUB,
  CHARSET,
  SSI,
  // Output of subrequests is put in order.
  POSTPONE,
  GZIP,
  // Header: Accept-Ranges and Content-Range; after all that changes the length.
  RANGE_HEADER
}
