package io.perigee.httplua.vm;

import io.perigee.conf.directive.Directive;

/**
 * The names under which inline chunks appear in messages: {@code =content_by_lua(nginx.conf:24)}.
 * The line is that of the opening brace, or of the end of a directive whose code is an argument.
 */
public final class ChunkName {
  private static final int MAX_LENGTH = 56;

  private ChunkName() {}

  /** The name for the code of a directive. */
  public static String of(Directive d) {
    return of(d.name(), d.file(), confPrefix(d), d.line());
  }

  private static String confPrefix(Directive d) {
    String folder = d.confPath("").toString();
    return folder.endsWith("/") ? folder : folder + "/";
  }

  static String of(String directive, String file, String confPrefix, int line) {
    String name =
        directive.endsWith("_block")
            ? directive.substring(0, directive.length() - "_block".length())
            : directive;
    String shown = file;
    if (file.endsWith("/nginx.conf")) {
      shown = "nginx.conf";
    } else if (file.startsWith(confPrefix)) {
      shown = file.substring(confPrefix.length());
    }
    String digits = Integer.toString(line);
    int room = MAX_LENGTH - name.length() - digits.length();
    if (shown.length() > room && room > 3) {
      shown = "..." + shown.substring(shown.length() - (room - 3));
    }
    return "=" + name + "(" + shown + ":" + digits + ")";
  }
}
