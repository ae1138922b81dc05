package io.perigee.core.cycle;

import io.perigee.conf.directive.Directive;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;

/** The {@code user} directive: only a process of the super-user can become another one. */
final class SystemUser {
  private SystemUser() {}

  /** User and group, or nothing where the directive has no effect. */
  static List<String> parse(Directive d) {
    if (!isSuperUser()) {
      d.warn(
          "the \"user\" directive makes sense only if the master process runs with super-user"
              + " privileges, ignored");
      return List.of();
    }
    String user = d.arg(0);
    String group = d.count() > 1 ? d.arg(1) : user;
    UserPrincipalLookupService names = FileSystems.getDefault().getUserPrincipalLookupService();
    try {
      names.lookupPrincipalByName(user);
    } catch (UserPrincipalNotFoundException e) {
      throw d.error("getpwnam(\"" + user + "\") failed");
    } catch (IOException e) {
      throw d.error("getpwnam(\"" + user + "\") failed (" + e.getMessage() + ")");
    }
    try {
      names.lookupPrincipalByGroupName(group);
    } catch (UserPrincipalNotFoundException e) {
      throw d.error("getgrnam(\"" + group + "\") failed");
    } catch (IOException e) {
      throw d.error("getgrnam(\"" + group + "\") failed (" + e.getMessage() + ")");
    }
    return List.of(user, group);
  }

  private static boolean isSuperUser() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }
}
