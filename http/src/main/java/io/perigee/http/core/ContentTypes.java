package io.perigee.http.core;

import io.perigee.conf.directive.Directive;
import io.perigee.core.text.Ascii;
import io.perigee.http.request.ResponseHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A set of content types for which a filter works, as {@code gzip_types} or {@code charset_types}
 * give it; {@code *} stands for all. Types are compared without regard to case and parameters.
 */
public final class ContentTypes {
  private final Set<String> types;
  private final boolean all;

  private ContentTypes(Set<String> types, boolean all) {
    this.types = Set.copyOf(types);
    this.all = all;
  }

  /** These types. */
  public static ContentTypes of(String... types) {
    return new ContentTypes(Set.of(types), false);
  }

  /** The types that a directive gives, besides those that always hold. */
  public static ContentTypes parse(Directive d, List<String> always) {
    Set<String> types = new HashSet<>(always);
    boolean all = false;
    for (String arg : d.args()) {
      all |= arg.equals("*");
      if (!types.add(Ascii.lower(arg))) {
        d.warn("duplicate MIME type \"" + arg + "\"");
      }
    }
    return new ContentTypes(types, all);
  }

  /** Whether a response is of one of these types. */
  public boolean match(ResponseHeaders out) {
    byte[] type = out.contentType();
    if (type == null || type.length == 0) {
      return false;
    }
    return all || types.contains(Ascii.lower(Ascii.string(type, 0, out.contentTypeLength())));
  }
}
