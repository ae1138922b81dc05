package io.perigee.core.cycle;

import java.nio.file.Path;

/**
 * Where a configuration comes from, as the command line says.
 *
 * @param prefix folder that relative names refer to (option {@code -p})
 * @param confFile main configuration file, absolute (option {@code -c})
 * @param directives text of option {@code -g}, or nothing
 * @param errorLog the default error log (option {@code -e}): a file name or {@code stderr}
 * @param test whether the configuration is only checked (option {@code -t})
 */
public record ConfigurationSource(
    Path prefix, Path confFile, String directives, String errorLog, boolean test) {}
