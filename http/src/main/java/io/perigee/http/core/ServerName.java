package io.perigee.http.core;

import io.perigee.http.variable.RegexMatch;
import org.jspecify.annotations.Nullable;

/**
 * One name of a server: exact, with a leading or trailing wildcard, or a regular expression. The
 * text is in small letters, without the tilde of an expression.
 */
public record ServerName(String text, @Nullable RegexMatch regex) {}
