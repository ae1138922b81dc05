/** {@code ngx.exit}, {@code ngx.exec}, {@code ngx.redirect}, {@code ngx.on_abort}, constants. */
@NullMarked
package io.perigee.httplua.control;

import org.jspecify.annotations.NullMarked;
