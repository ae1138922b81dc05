/** {@code ngx.var} and {@code ndk.set_var}. */
@NullMarked
package io.perigee.httplua.variable;

import org.jspecify.annotations.NullMarked;
