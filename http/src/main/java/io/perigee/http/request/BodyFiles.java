package io.perigee.http.request;

import io.perigee.http.core.CoreSettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Makes the temporary files of request bodies under client_body_temp_path. */
public final class BodyFiles {
  private static final AtomicLong NUMBER = new AtomicLong();
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  private static final FileAttribute<?> FOR_THE_OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private BodyFiles() {}

  /** A new empty file for the body of a request; the caller closes it. */
  public static TempFile open(Request r) throws IOException {
    boolean persistent =
        r.is(RequestFlag.BODY_IN_PERSISTENT_FILE) && !r.is(RequestFlag.BODY_IN_CLEAN_FILE);
    return open(r, r.settings().get(CoreSettings.CLIENT_BODY_TEMP_PATH), persistent);
  }

  /** A new empty file in another folder, that of responses from upstream; the caller closes it. */
  public static TempFile open(Request r, CoreSettings.TempPath wanted) throws IOException {
    return open(r, wanted, false);
  }

  private static TempFile open(Request r, CoreSettings.TempPath wanted, boolean persistent)
      throws IOException {
    Path folder = r.worker().cycle().prefix().resolve(wanted.folder());
    while (true) {
      Path path = place(folder, wanted, String.format("%010d", NUMBER.incrementAndGet()));
      try {
        return new TempFile(path, create(path), persistent, r.worker().holdings());
      } catch (FileAlreadyExistsException taken) {
        NUMBER.addAndGet(1000);
      }
    }
  }

  private static FileChannel create(Path path) throws IOException {
    try {
      return open(path);
    } catch (NoSuchFileException missing) {
      Files.createDirectories(path.getParent());
      return open(path);
    }
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(path, NEW, FOR_THE_OWNER);
  }

  /** Levels are cut from the end of the number: with 1 2 the file 0000000123 is in 3/12/. */
  private static Path place(Path folder, CoreSettings.TempPath wanted, String name) {
    Path place = folder;
    int end = name.length();
    for (int digits : wanted.levels()) {
      if (digits > 0 && end - digits >= 0) {
        place = place.resolve(name.substring(end - digits, end));
        end -= digits;
      }
    }
    return place.resolve(name);
  }
}
