package io.perigee.httpmodules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perigee.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code disable_symlinks} refuses, asked through the modules that open files. */
class SymbolicLinksTest {
  @TempDir Path prefix;
  private Path html;

  @SuppressWarnings("NullAway.Init") // made by the tests that serve
  private TestServer server;

  @BeforeEach
  void files() throws Exception {
    html = Files.createDirectories(prefix.resolve("html"));
    Files.writeString(html.resolve("plain.txt"), "plain");
    Files.createSymbolicLink(html.resolve("link.txt"), html.resolve("plain.txt"));
    Files.createDirectories(html.resolve("real"));
    Files.writeString(html.resolve("real/in.txt"), "inside");
    Files.createSymbolicLink(html.resolve("folder"), html.resolve("real"));
  }

  @AfterEach
  void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  private void serve(String directives) throws Exception {
    server =
        StandardServer.of(
            prefix,
            """
            error_log error.log;
            events {}
            http {
              access_log off;
              server {
                listen 127.0.0.1:@PORT@;
                root html;
                location / { %s }
              }
            }
            """
                .formatted(directives));
  }

  private String status(String target) throws IOException {
    return server.answer("GET " + target + " HTTP/1.0\r\n\r\n").substring(9, 12);
  }

  @Test
  void linksAreFollowedUnlessTheyAreDisabled() throws Exception {
    serve("");
    assertThat(server.body("/link.txt")).isEqualTo("plain");
    assertThat(server.body("/folder/in.txt")).isEqualTo("inside");
  }

  @Test
  void aLinkAnywhereInThePathIsForbiddenAndLogged() throws Exception {
    serve("disable_symlinks on from=" + prefix.toRealPath() + ";");
    assertThat(server.body("/plain.txt")).isEqualTo("plain");
    assertThat(status("/link.txt")).isEqualTo("403");
    assertThat(status("/folder/in.txt")).isEqualTo("403");
    assertThat(server.errorLog())
        .contains("link.txt\" failed (40: Too many levels of symbolic links)");
  }

  @Test
  void thePartThatFromNamesIsTrusted() throws Exception {
    serve("disable_symlinks on from=" + html + "/folder;");
    assertThat(server.body("/folder/in.txt")).isEqualTo("inside");
    assertThat(status("/link.txt")).isEqualTo("403");
  }

  @Test
  void aLinkOfTheSameOwnerPassesIfNotOwner() throws Exception {
    serve("disable_symlinks if_not_owner;");
    assertThat(server.body("/link.txt")).isEqualTo("plain");
  }

  @Test
  void aLinkOfAnotherOwnerIsForbiddenByIfNotOwner() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can give files away");
    FileOwnerAttributeView view =
        Files.getFileAttributeView(
            html.resolve("link.txt"), FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    view.setOwner(
        prefix.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    serve("disable_symlinks if_not_owner;");
    assertThat(status("/link.txt")).isEqualTo("403");
  }

  @Test
  void tryFilesPassesOverARefusedLink() throws Exception {
    serve("disable_symlinks on from=" + html + "; try_files /link.txt /plain.txt =404;");
    assertThat(server.body("/x")).isEqualTo("plain");
  }

  @Test
  void parametersThatMeanNothingAreRefused() {
    assertThatThrownBy(() -> serve("disable_symlinks sometimes;"))
        .hasMessageContaining("invalid parameter \"sometimes\"");
    assertThatThrownBy(() -> serve("disable_symlinks from=/srv;"))
        .hasMessageContaining(
            "\"disable_symlinks\" must have \"off\", \"on\" or \"if_not_owner\" parameter");
    assertThatThrownBy(() -> serve("disable_symlinks off from=/srv;"))
        .hasMessageContaining("\"from=\" cannot be used with \"off\" parameter");
    assertThatThrownBy(() -> serve("disable_symlinks on on;"))
        .hasMessageContaining("duplicate parameters \"on on\"");
  }
}
