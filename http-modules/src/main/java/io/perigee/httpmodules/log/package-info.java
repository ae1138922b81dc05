/** The access log: access_log, log_format, open_log_file_cache (ngx_http_log_module). */
@NullMarked
package io.perigee.httpmodules.log;

import org.jspecify.annotations.NullMarked;
