/**
 * Regular expressions of the ngx API ({@code ngx.re.*}) over {@link io.perigee.core.regex.Regex}:
 * options, the cache of compiled expressions, captures tables and replacement templates.
 */
@NullMarked
package io.perigee.ngx.regex;

import org.jspecify.annotations.NullMarked;
