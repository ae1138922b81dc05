package io.perigee.httpmodules.gzip;

/** Reads an Accept-Encoding field, in small letters, as nginx's {@code ngx_http_gzip_ok} does. */
final class AcceptedEncoding {
  private AcceptedEncoding() {}

  /** Whether gzip is named with a quality above zero, or everything is. */
  static boolean gzip(String field) {
    Boolean any = null;
    for (String part : field.split(",", -1)) {
      String[] words = part.trim().split("\\s*;\\s*", -1);
      boolean wanted = isWanted(words);
      if (words[0].equals("gzip")) {
        return wanted;
      }
      if (words[0].equals("*")) {
        any = wanted;
      }
    }
    return any != null && any;
  }

  private static boolean isWanted(String[] words) {
    for (int i = 1; i < words.length; i++) {
      if (words[i].startsWith("q=")) {
        return !words[i].matches("q=0(\\.0*)?");
      }
    }
    return true;
  }
}
