/**
 * more_set_headers, more_clear_headers, more_set_input_headers and more_clear_input_headers of the
 * headers-more module: any header of a response or a request, built-in ones included, by the
 * response's status and content type.
 */
@NullMarked
package io.perigee.httpmodules.headersmore;

import org.jspecify.annotations.NullMarked;
