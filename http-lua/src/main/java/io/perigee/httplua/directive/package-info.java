/** The {@code *_by_lua*} directives: each is a handler of a phase, a filter or a rewrite step. */
@NullMarked
package io.perigee.httplua.directive;

import org.jspecify.annotations.NullMarked;
