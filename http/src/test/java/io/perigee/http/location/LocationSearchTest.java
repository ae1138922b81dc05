package io.perigee.http.location;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.core.text.Ascii;
import io.perigee.http.core.Configurations;
import io.perigee.http.core.HttpConf;
import io.perigee.http.core.LocationConf;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationSearchTest {
  private static final String SERVER =
      """
      server {
        listen 8080;
        location = / {}
        location / {}
        location /documents/ {}
        location ^~ /images/ {}
        location ~* \\.(gif|jpg)$ {}
        location ~ ^/img[0-9] {}
        location /im {}
        location = /images/exact {}
        location /outer/ {
          location /outer/inner/ {}
          location ~ \\.in$ {}
          location = /outer/exact {}
        }
        location ^~ /final/ {
          location ~ \\.gif$ {}
        }
        location @named {}
      }
      """;

  @TempDir Path prefix;

  private LocationConf find(String uri) throws IOException {
    HttpConf conf = new Configurations(prefix).http(SERVER);
    return LocationSearch.find(conf.servers().get(0).defaultLocation(), Ascii.latin1(uri));
  }

  @ParameterizedTest
  @CsvSource({
    "/, /, EXACT",
    "/index.html, /, PREFIX",
    "/documents/a.html, /documents/, PREFIX",
    "/documents, /, PREFIX",
    "/images/1.gif, /images/, PREFIX_FINAL",
    "/documents/1.JPG, \\.(gif|jpg)$, REGEX",
    "/images/exact, /images/exact, EXACT",
    "/images/exact2, /images/, PREFIX_FINAL",
    "/image, /im, PREFIX",
    "/img1, ^/img[0-9], REGEX",
    "/outer/x, /outer/, PREFIX",
    "/outer/inner/x, /outer/inner/, PREFIX",
    "/outer/inner/x.in, \\.in$, REGEX",
    "/outer/inner/x.gif, \\.(gif|jpg)$, REGEX",
    "/outer/exact, /outer/exact, EXACT",
    "/final/x.gif, \\.gif$, REGEX",
    "/final/x.jpg, /final/, PREFIX_FINAL",
  })
  void findsWhatNginxFinds(String uri, String name, LocationConf.Kind kind) throws IOException {
    LocationConf found = find(uri);

    assertThat(found.name()).isEqualTo(name);
    assertThat(found.kind()).isEqualTo(kind);
  }

  @Test
  void theServerItselfAnswersWhereNothingIsFound() throws IOException {
    assertThat(find("no-slash").kind()).isEqualTo(LocationConf.Kind.SERVER);
  }
}
