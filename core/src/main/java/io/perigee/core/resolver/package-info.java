/**
 * Names of hosts to addresses, as nginx's resolver: asks the name servers of the {@code resolver}
 * directive without blocking, keeps answers as long as they hold, and asks once for all who want
 * the same name. Neither {@code /etc/hosts} nor {@code /etc/resolv.conf} is read.
 */
@NullMarked
package io.perigee.core.resolver;

import org.jspecify.annotations.NullMarked;
