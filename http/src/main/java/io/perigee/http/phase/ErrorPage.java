package io.perigee.http.phase;

import io.perigee.core.variable.ComplexValue;
import io.perigee.http.request.Request;

/**
 * One status of an {@code error_page} directive: the page to serve for it, and the status to answer
 * with: {@link #KEEP} for that of the error, {@link #OF_PAGE} ({@code =}) for that of the page, or
 * the number behind the equals sign.
 */
public record ErrorPage(int status, int overwrite, ComplexValue<Request> value) {
  /** No equals sign: the answer has the status of the error. */
  public static final int KEEP = -1;

  /** An equals sign without a number: the answer has the status that the page has. */
  public static final int OF_PAGE = 0;
}
