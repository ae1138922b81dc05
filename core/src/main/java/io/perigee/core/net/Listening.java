package io.perigee.core.net;

/**
 * One address that a cycle of the configuration listens on.
 *
 * @param address where
 * @param options how the socket is set up
 * @param accepted what becomes of an accepted connection
 */
public record Listening(ListenAddress address, ListenOptions options, Accepted accepted) {}
