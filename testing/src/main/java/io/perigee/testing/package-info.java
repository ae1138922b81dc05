/**
 * A server in the test's own process: a configuration text in, answers, log lines and what the
 * worker still holds out. Only tests depend on it.
 */
@NullMarked
package io.perigee.testing;

import org.jspecify.annotations.NullMarked;
