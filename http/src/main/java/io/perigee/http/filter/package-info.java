/**
 * Header filters, body filters, the chain between them, postponing of subrequest output and the
 * final writing (nginx's ngx_http_write_filter_module and its neighbours).
 */
@NullMarked
package io.perigee.http.filter;

import org.jspecify.annotations.NullMarked;
