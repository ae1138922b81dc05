/** Compression of responses with gzip, as nginx's ngx_http_gzip_filter_module. */
@NullMarked
package io.perigee.httpmodules.gzip;

import org.jspecify.annotations.NullMarked;
