/**
 * The list of rewrite codes of a server or location: {@code set}, {@code if}, {@code return},
 * {@code rewrite} and what other modules add in between (nginx's {@code ngx_http_script}).
 */
@NullMarked
package io.perigee.http.phase.script;

import org.jspecify.annotations.NullMarked;
