package io.perigee.http.request;

/** The yes-or-no facts about a request; nginx keeps them as bit fields of its request. */
public enum RequestFlag {
  /** Made by the server itself: internal redirect, error page, subrequest. */
  INTERNAL,
  /** No body follows the response header (HEAD, 204, 304). */
  HEADER_ONLY,
  /** The response header went into the filters. */
  HEADER_SENT,
  /** The connection may serve another request after this one. */
  KEEPALIVE,
  /** After the response, input is read and dropped before the connection closes. */
  LINGERING_CLOSE,
  /** The response body goes out in chunks. */
  CHUNKED,
  /** Whether the response is in gzip depends on what the client accepts. */
  GZIP_VARY,
  /** Trailers follow the last chunk. */
  EXPECT_TRAILERS,
  /** All work for this request is done; what is left is output. */
  DONE,
  /** The request body is being dropped, or was. */
  DISCARD_BODY,
  /** Some output of this request reached the body filters. */
  REQUEST_OUTPUT,
  /** An error page is being served for it. */
  ERROR_PAGE,
  /** The output of this subrequest is kept for its parent instead of being sent. */
  SUBREQUEST_IN_MEMORY,
  /** Nothing of this subrequest goes to the client: a module takes its output in a filter. */
  CAPTURED,
  /** The parent waits for the end of this subrequest. */
  WAITED,
  /** The parent does not wait for this subrequest, and its output is dropped. */
  BACKGROUND,
  /** A body filter needs content in memory, so files are read instead of sent as they are. */
  FILTER_NEED_IN_MEMORY,
  /** Ranges may be cut out of the body. */
  ALLOW_RANGES,
  /** Only one range may be cut out of the body. */
  SINGLE_RANGE,
  /** The unparsed target still tells the same path as the uri. */
  VALID_UNPARSED_URI,
  /** The location was found by the present uri; an alias may be applied. */
  VALID_LOCATION,
  /** A regular-expression location's alias is followed by the uri (after a rewrite). */
  ADD_URI_TO_ALIAS,
  /** The response was sent as a whole (variable $request_completion). */
  REQUEST_COMPLETE,
  /** The uri was changed and the location must be searched again. */
  URI_CHANGED,
  /** The location may be searched again by name only (named location). */
  NAMED_LOCATION_CHANGED,
  /** The request body goes to a file in any case. */
  BODY_IN_FILE_ONLY,
  /** That file stays when the request is over. */
  BODY_IN_PERSISTENT_FILE,
  /** That file is removed when the request is over even though it is asked for. */
  BODY_IN_CLEAN_FILE,
  /** The log is not told that the request body is in a file. */
  BODY_FILE_UNTOLD,
  /** The request body is wanted as one buffer. */
  BODY_IN_SINGLE_BUFFER,
  /** The request body is handed on while it comes. */
  BODY_NO_BUFFERING,
  /** "100 Continue" was asked for and answered. */
  EXPECT_TESTED,
  /** The access phase has already let it in, or it must not be asked again. */
  ACCESS_CODE_DONE,
  /** The log phase ran. */
  LOGGED,
  /** limit_rate was set for this request by a module. */
  LIMIT_RATE_SET,
  /** limit_rate_after was set for this request by a module. */
  LIMIT_RATE_AFTER_SET,
  /** The internal work of a post_action. */
  POST_ACTION,
  /** keepalive was disabled for this client (MSIE, Safari). */
  KEEPALIVE_DISABLED,
  /** The target was not in its plain form: dots, slashes or percent signs had to be worked on. */
  COMPLEX_URI,
  /** The target had percent-encoded characters. */
  QUOTED_URI,
  /** It came on the connection before the answer to the one before it was complete. */
  PIPELINED,
  /** The target had a plus sign. */
  PLUS_IN_URI,
  /** No answer 304 or 412 is made from conditions of the client. */
  DISABLE_NOT_MODIFIED,
  /** A filter replaced the response by an error page. */
  FILTER_FINALIZE,
  /** The target had an argument part that is there but empty. */
  EMPTY_PATH,
  /** Writing waits because of limit_rate. */
  DELAYED,
  /** An error message was already written for it, or none is wanted. */
  ERROR_LOGGED,
  /** The response is a reply to a malformed request. */
  BAD_REQUEST;

  /** The flag's place in a request's bits. */
  @SuppressWarnings("EnumOrdinal") // the bits live only as long as the process
  long bit() {
    return 1L << ordinal();
  }
}
