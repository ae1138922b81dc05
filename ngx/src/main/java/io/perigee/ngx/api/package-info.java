/**
 * The tree of {@code ngx.*}: families of functions register rows in an {@link
 * io.perigee.ngx.api.ApiTable}; the tree is made once for a configuration and installed into each
 * VM. Phase checks and their texts stand here, in {@link io.perigee.ngx.api.PhaseSet}.
 */
@NullMarked
package io.perigee.ngx.api;

import org.jspecify.annotations.NullMarked;
