package io.perigee.core.cycle;

import java.nio.file.Path;

/** A file of the configuration as it was read; option {@code -T} prints them. */
public record SourceFile(Path path, byte[] content) {}
