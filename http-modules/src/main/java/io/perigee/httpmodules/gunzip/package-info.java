/** Decompression of responses in gzip, as nginx's ngx_http_gunzip_filter_module. */
@NullMarked
package io.perigee.httpmodules.gunzip;

import org.jspecify.annotations.NullMarked;
