package io.perigee.http.core;

import io.perigee.core.text.Ascii;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Content types by file extension, without regard to case. */
public final class MediaTypes {
  /** What holds where no types block is in force. */
  public static final MediaTypes STANDARD =
      new MediaTypes(
          Map.of(
              "html", Ascii.latin1("text/html"),
              "gif", Ascii.latin1("image/gif"),
              "jpg", Ascii.latin1("image/jpeg")));

  private final Map<String, byte[]> byExtension;

  MediaTypes(Map<String, byte[]> byExtension) {
    this.byExtension = Map.copyOf(byExtension);
  }

  /** The type for an extension without its dot, or null. */
  public byte @Nullable [] find(byte[] extension) {
    return extension.length == 0 ? null : byExtension.get(Ascii.lower(Ascii.string(extension)));
  }

  Map<String, byte[]> all() {
    return byExtension;
  }
}
