package io.perigee.http.location;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file that a request's path stands for under {@code root} or {@code alias} (nginx's {@code
 * ngx_http_map_uri_to_path}).
 */
public final class FilePath {
  private final byte[] bytes;

  private FilePath(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The file for the request's path; null if an alias cannot be applied, which is logged. */
  public static @Nullable FilePath of(Request r) {
    Root root = r.settings().get(CoreSettings.ROOT);
    if (root.isAlias() && !r.is(RequestFlag.VALID_LOCATION)) {
      r.log(
          Level.ALERT,
          "\"alias\" cannot be used in location \""
              + r.location().name()
              + "\" where URI was rewritten");
      return null;
    }
    byte[] folder = folder(r, root);
    byte[] uri = r.uri();
    if (root.aliased() == Root.WHOLE_URI) {
      boolean followed = r.is(RequestFlag.ADD_URI_TO_ALIAS);
      return new FilePath(followed ? Ascii.concat(folder, uri) : folder);
    }
    byte[] rest = Ascii.slice(uri, Math.min(root.aliased(), uri.length), uri.length);
    return new FilePath(Ascii.concat(folder, rest));
  }

  /** The folder of a root, made absolute by the prefix of the configuration. */
  public static byte[] folder(Request r, Root root) {
    byte[] folder = root.folder().evaluate(r);
    if (root.folder().isConstant() || (folder.length > 0 && folder[0] == '/')) {
      return folder;
    }
    return Ascii.concat(Ascii.latin1(r.conf().cycle().prefix().toString() + "/"), folder);
  }

  /** The name of the file; shared, not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * The name in the JDK's form, or null for bytes that can be no file name. As in a system call a
   * NUL ends the name; only a path that was rewritten can have one.
   */
  public static @Nullable Path toPath(byte[] name) {
    int end = Ascii.indexOf(name, '\0', 0);
    try {
      return Path.of(new String(name, 0, end < 0 ? name.length : end, StandardCharsets.UTF_8));
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
