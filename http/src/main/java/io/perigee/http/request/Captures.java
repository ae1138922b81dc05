package io.perigee.http.request;

/**
 * The groups of the last regular expression that matched on a request, for $1 to $9: pairs of
 * offsets into the subject, -1 for a group that took no part.
 */
public record Captures(byte[] subject, int[] offsets) {}
