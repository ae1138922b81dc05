package io.perigee.http.core;

import io.perigee.core.net.ListenAddress;
import io.perigee.core.net.ListenOptions;

/** One address of a listen directive with its parameters. */
record Listen(
    ListenAddress address,
    ListenOptions options,
    boolean bind,
    boolean defaultServer,
    boolean proxyProtocol) {}
