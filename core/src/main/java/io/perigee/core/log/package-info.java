/** The error log in nginx's format: levels, files, standard error, reopening. */
@NullMarked
package io.perigee.core.log;

import org.jspecify.annotations.NullMarked;
