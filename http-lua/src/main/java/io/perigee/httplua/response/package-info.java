/** {@code ngx.say} and its family, {@code ngx.header}, {@code ngx.status}, {@code ngx.resp}. */
@NullMarked
package io.perigee.httplua.response;

import org.jspecify.annotations.NullMarked;
