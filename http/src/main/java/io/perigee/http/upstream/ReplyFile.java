package io.perigee.http.upstream;

import io.perigee.core.log.Level;
import io.perigee.http.core.CoreSettings.TempPath;
import io.perigee.http.filter.Buf;
import io.perigee.http.filter.Chain;
import io.perigee.http.request.BodyFiles;
import io.perigee.http.request.Request;
import io.perigee.http.request.TempFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The file that holds what of a response neither the client nor the buffers take. */
final class ReplyFile {
  private static final long PIECE = 1 << 20;

  private final Request r;
  private final TempPath folder;
  private final long limit;
  private @Nullable TempFile file;
  private long given;

  ReplyFile(Request r, TempPath folder, long limit) {
    this.r = r;
    this.folder = folder;
    this.limit = limit;
  }

  /** Whether files may be used at all. */
  boolean isAllowed() {
    return limit > 0;
  }

  /** Whether more may be written. */
  boolean hasRoom() {
    TempFile open = file;
    return limit > 0 && (open == null || open.length() - given < limit);
  }

  /** Whether there is content that was not given out. */
  boolean isHolding() {
    TempFile open = file;
    return open != null && given < open.length();
  }

  void append(Chain content) throws IOException {
    TempFile open = file;
    if (open == null) {
      open = BodyFiles.open(r, folder);
      file = open;
      r.log(Level.WARN, "an upstream response is buffered to a temporary file " + open.path());
    }
    if (given > 0 && given == open.length() && !r.connection().hasBufferedOutput()) {
      open.clear();
      given = 0;
    }
    for (int i = 0; i < content.size(); i++) {
      Buf buf = content.get(i);
      open.append(buf.bytes(), buf.start(), buf.end());
    }
  }

  /** The next piece of what is held. */
  Buf next() {
    TempFile open = file;
    if (open == null) {
      return Buf.special();
    }
    long size = Math.min(PIECE, open.length() - given);
    Buf piece = Buf.ofFile(open.channel(), given, size);
    given += size;
    return piece;
  }

  void close() {
    TempFile open = file;
    file = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException failed) {
        r.log(Level.ALERT, "cannot remove " + open.path() + ": " + failed.getMessage());
      }
    }
  }
}
