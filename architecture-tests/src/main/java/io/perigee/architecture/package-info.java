/** Home of the tests that keep the rules of the house; it holds no program. */
@NullMarked
package io.perigee.architecture;

import org.jspecify.annotations.NullMarked;
