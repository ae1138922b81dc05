package io.perigee.http.location;

import io.perigee.http.request.Request;

/** Finds the location of a request (nginx's {@code ngx_http_core_find_location}). */
public final class LocationSearch {
  /** What a search came to. */
  public enum Result {
    /** The request has its location; perhaps the server's own settings. */
    FOUND,
    /** The URI lacks the slash at the end of a location that wants a redirect. */
    REDIRECT,
    /** An expression could not be run. */
    ERROR
  }

  private LocationSearch() {}

  /** Sets the request's location for its URI. */
  public static Result find(Request r) {
    return Result.FOUND;
  }
}
