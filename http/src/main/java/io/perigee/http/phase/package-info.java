/**
 * The phases of a request: the engine that runs them, the end of a request, error pages, internal
 * redirects and subrequests, as nginx's {@code ngx_http_core_module}, {@code ngx_http_request} and
 * {@code ngx_http_special_response} do.
 */
@NullMarked
package io.perigee.http.phase;

import org.jspecify.annotations.NullMarked;
