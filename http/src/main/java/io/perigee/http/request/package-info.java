/**
 * The request as every module sees it: request line, headers of both directions and the request
 * body.
 */
@NullMarked
package io.perigee.http.request;

import org.jspecify.annotations.NullMarked;
