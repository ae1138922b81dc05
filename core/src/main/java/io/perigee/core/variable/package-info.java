/**
 * Variables of the configuration ({@code $name}) and texts that contain them, for any subsystem:
 * the subject of a variable is a type parameter.
 */
@NullMarked
package io.perigee.core.variable;

import org.jspecify.annotations.NullMarked;
