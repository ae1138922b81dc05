package io.perigee.conf.text;

/**
 * A configuration that cannot be accepted. The text form is nginx's: {@code MESSAGE in FILE:LINE},
 * {@code MESSAGE in command line} for the {@code -g} option, or the bare message where no place is
 * known.
 */
public final class ConfError extends RuntimeException {
  /** The file name that stands for the text of the {@code -g} option. */
  public static final String COMMAND_LINE = "command line";

  private final String text;
  private final String file;
  private final int line;

  /** An error at a place of a file. */
  public ConfError(String text, String file, int line) {
    super(withPlace(text, file, line), null, false, true);
    this.text = text;
    this.file = file;
    this.line = line;
  }

  /** An error that belongs to no single place. */
  public ConfError(String text) {
    this(text, "", 0);
  }

  /** The message followed by its place, as nginx prints both. */
  public static String withPlace(String text, String file, int line) {
    if (file.isEmpty()) {
      return text;
    }
    return file.equals(COMMAND_LINE) ? text + " in " + file : text + " in " + file + ":" + line;
  }

  /** The message without the place. */
  public String text() {
    return text;
  }

  /** The file, {@link #COMMAND_LINE}, or nothing. */
  public String file() {
    return file;
  }

  /** The line in the file, from 1. */
  public int line() {
    return line;
  }
}
