/**
 * set_escape_uri, set_quote_sql_str, set_md5 and their relatives of the set-misc module; Lua
 * reaches the same functions as {@code ndk.set_var}.
 */
@NullMarked
package io.perigee.httpmodules.setmisc;

import org.jspecify.annotations.NullMarked;
