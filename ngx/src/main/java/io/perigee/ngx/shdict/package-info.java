/**
 * Shared dictionaries: {@code ngx.shared.NAME} over {@link io.perigee.core.zone.LruZone}. Values
 * are immutable Lua values, so that all VMs of the process may hold them.
 */
@NullMarked
package io.perigee.ngx.shdict;

import org.jspecify.annotations.NullMarked;
