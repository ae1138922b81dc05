package io.perigee.conf.directive;

import io.perigee.conf.text.ConfError;
import java.nio.file.Path;

/**
 * What a reading of the configuration stands in: the folders that relative names refer to, and
 * where warnings go.
 */
public interface Environment {
  /** The folder that relative file names refer to (option {@code -p}). */
  Path prefix();

  /** The folder of the main configuration file, which {@code include} and some others refer to. */
  Path confPrefix();

  /** Reports something that is not an error; severity is a level of the error log. */
  void report(String severity, ConfError about);
}
