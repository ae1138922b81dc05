/** Files below root or alias, as nginx's ngx_http_static_module answers them. */
@NullMarked
package io.perigee.httpmodules.staticfile;

import org.jspecify.annotations.NullMarked;
