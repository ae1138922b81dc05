/**
 * Regular expressions in PCRE's syntax over bytes: libpcre2 where the machine has it, called
 * without copying the subject, else the JDK's engine with the parts of the syntax that can be
 * translated.
 */
@NullMarked
package io.perigee.core.regex;

import org.jspecify.annotations.NullMarked;
