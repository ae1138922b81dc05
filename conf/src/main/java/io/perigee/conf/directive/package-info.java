/**
 * The meaning of nginx.conf: which directives exist, where each may stand, how its arguments are
 * read, and how values pass from a block to the blocks inside it.
 */
@NullMarked
package io.perigee.conf.directive;

import org.jspecify.annotations.NullMarked;
