package io.perigee.http.location;

import io.perigee.conf.directive.Directive;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.request.Request;
import io.perigee.http.variable.RequestVariables;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which symbolic links in a file's path are refused (nginx's {@code disable_symlinks}): all, or
 * those whose owner is not the owner of what they lead to, in the whole path or in the part after
 * {@code from=}. Each part of the path is looked at before the file is opened.
 */
public final class SymlinkPolicy {
  /** No link is refused. */
  public static final SymlinkPolicy OFF = new SymlinkPolicy(Mode.OFF, null);

  private static final String REFUSED = "Too many levels of symbolic links";
  private static final String FROM = "from=";

  private enum Mode {
    OFF("off"),
    ON("on"),
    IF_NOT_OWNER("if_not_owner");

    private final String word;

    Mode(String word) {
      this.word = word;
    }

    static @Nullable Mode of(String word) {
      for (Mode mode : values()) {
        if (mode.word.equals(word)) {
          return mode;
        }
      }
      return null;
    }
  }

  private final Mode mode;
  private final @Nullable ComplexValue<Request> from;

  private SymlinkPolicy(Mode mode, @Nullable ComplexValue<Request> from) {
    this.mode = mode;
    this.from = from;
  }

  /** Reads the arguments of {@code disable_symlinks}. */
  public static SymlinkPolicy parse(Directive d) {
    Mode mode = null;
    ComplexValue<Request> from = null;
    for (String arg : d.args()) {
      Mode named = Mode.of(arg);
      if (named == null && !arg.startsWith(FROM)) {
        throw d.invalidParameter(arg);
      }
      if (named == null ? from != null : mode != null) {
        throw d.error("duplicate parameters \"" + d.arg(0) + " " + d.arg(1) + "\"");
      }
      if (named == null) {
        from = RequestVariables.compile(d, arg.substring(FROM.length()));
      } else {
        mode = named;
      }
    }
    if (mode == null) {
      throw d.error("\"" + d.name() + "\" must have \"off\", \"on\" or \"if_not_owner\" parameter");
    }
    if (mode == Mode.OFF && from != null) {
      throw d.error("\"from=\" cannot be used with \"off\" parameter");
    }
    return mode == Mode.OFF ? OFF : new SymlinkPolicy(mode, from);
  }

  /** Whether links are looked at at all. */
  public boolean isOff() {
    return mode == Mode.OFF;
  }

  /** Fails, as an open with O_NOFOLLOW does, when a link in a name is one that is refused. */
  void check(Request r, byte[] name, Path path) throws IOException {
    int trusted = trustedParts(r, name);
    for (int parts = path.getNameCount(); parts > trusted; parts--) {
      Path part = path.subpath(0, parts);
      Path link = path.isAbsolute() ? path.getRoot().resolve(part) : part;
      if (Files.isSymbolicLink(link) && isRefused(link)) {
        throw new FileSystemException(path.toString(), null, REFUSED);
      }
    }
  }

  /** How many leading parts of the path lie in the part that {@code from=} names. */
  private int trustedParts(Request r, byte[] name) {
    if (from == null) {
      return 0;
    }
    byte[] prefix = from.evaluate(r);
    boolean below =
        prefix.length > 0
            && name.length > prefix.length
            && Ascii.startsWith(name, prefix)
            && (name[prefix.length] == '/' || prefix[prefix.length - 1] == '/');
    Path trusted = below ? FilePath.toPath(prefix) : null;
    return trusted == null ? 0 : trusted.getNameCount();
  }

  private boolean isRefused(Path link) throws IOException {
    return mode == Mode.ON
        || !Objects.equals(Files.getOwner(link, LinkOption.NOFOLLOW_LINKS), Files.getOwner(link));
  }
}
