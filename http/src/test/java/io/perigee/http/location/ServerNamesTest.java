package io.perigee.http.location;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.core.text.Ascii;
import io.perigee.http.core.AddressConf;
import io.perigee.http.core.Configurations;
import io.perigee.http.core.ServerConf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerNamesTest {
  private static final String SERVERS =
      """
      server { listen 8080; server_name first.example; }
      server { listen 8080; server_name www.example.com; }
      server { listen 8080; server_name *.example.com; }
      server { listen 8080; server_name *.deep.example.com; }
      server { listen 8080; server_name mail.*; }
      server { listen 8080; server_name mail.example.*; }
      server { listen 8080; server_name .dotted.org; }
      server { listen 8080; server_name ~^www\\d+\\.example\\.net$; }
      server { listen 8080; server_name ~^www; }
      server { listen 8080 default_server; server_name last; }
      """;

  @TempDir Path prefix;

  @ParameterizedTest
  @CsvSource({
    "www.example.com, www.example.com",
    "a.example.com, *.example.com",
    "a.b.example.com, *.example.com",
    "a.deep.example.com, *.deep.example.com",
    "example.com, last",
    "mail.org, mail.*",
    "mail.a.b, mail.*",
    "mail.example.org, mail.example.*",
    "mail.example.com, *.example.com",
    "dotted.org, .dotted.org",
    "a.dotted.org, .dotted.org",
    "www1.example.net, ~^www\\d+\\.example\\.net$",
    "www, ~^www",
    "other, last",
  })
  void findsTheServerThatNginxFinds(String host, String name) throws IOException {
    AddressConf address = new Configurations(prefix).http(SERVERS).addresses().get(0);
    ServerConf found = address.find(Ascii.latin1(host), null);

    ServerConf server = found == null ? address.defaultServer() : found;
    assertThat(server.names().get(0).text()).isEqualTo(name);
  }

  @Test
  void anAddressWithoutOptionsSharesTheSocketOfAllAddresses() throws IOException {
    var conf =
        new Configurations(prefix)
            .http(
                """
                server { listen 8080; }
                server { listen 127.0.0.1:8080; }
                server { listen 127.0.0.2:8080 bind; }
                """);

    assertThat(conf.sockets())
        .extracting(socket -> socket.address().text())
        .containsExactly("0.0.0.0:8080", "127.0.0.2:8080");
    InetAddress local = InetAddress.getLoopbackAddress();
    assertThat(conf.sockets().get(0).addressFor(new InetSocketAddress(local, 8080)))
        .isSameAs(conf.addresses().get(1));
  }
}
