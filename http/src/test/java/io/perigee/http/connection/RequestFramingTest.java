package io.perigee.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.core.worker.Transport;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request's bytes may look like, and what nginx says about those that it refuses. */
class RequestFramingTest {
  private static final String GET = "GET / HTTP/1.1\\r\\nHost: a\\r\\n";

  private static TestServer server;

  @BeforeAll
  static void start(@TempDir Path prefix) throws IOException {
    server = new TestServer(prefix, Transport.best(), "location / { answer; }");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static String bytes(String written) {
    return written
        .replace("GET_", GET.replace("\\r", "\r").replace("\\n", "\n"))
        .replace("POST_", "POST / HTTP/1.1\r\nHost: a\r\n")
        .replace("CHUNKED_", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        .replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\0", "\0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      textBlock =
          """
          get / HTTP/1.1\\r\\n ~ 400 ~ client sent invalid method while reading client request line
          GET x HTTP/1.1\\r\\n ~ 400 ~ client sent invalid request while reading client request line
          GET /a\\tb HTTP/1.1\\r\\n ~ 400 ~ client sent invalid request while
          GET / HTTP/2.0\\r\\n ~ 505 ~ client sent invalid version while reading client request line
          POST /\\r\\n ~ - ~ client sent invalid method in HTTP/0.9 request while
          GET /../x HTTP/1.1\\r\\n ~ 400 ~ client sent invalid request while
          GET /%zz HTTP/1.1\\r\\n ~ 400 ~ client sent invalid request while
          GET /%00 HTTP/1.1\\r\\n ~ 400 ~ client sent invalid request while
          GET http://a..b/ HTTP/1.1\\r\\n ~ 400 ~ client sent invalid host in request line while
          GET / HTTP/1.1\\r\\n\\r\\n ~ 400 ~ client sent HTTP/1.1 request without "Host" header while
          GET_Host: b\\r\\n\\r\\n ~ 400 ~ client sent duplicate host header: "Host: b", previous value: "Host: a" while
          GET / HTTP/1.1\\r\\nHost: a/b\\r\\n\\r\\n ~ 400 ~ client sent invalid host header while
          GET_X : a\\r\\n\\r\\n ~ 400 ~ client sent invalid header line: "X\\x20..." while
          GET_ folded\\r\\n\\r\\n ~ 400 ~ client sent invalid header line: "\\x20..." while
          GET_X: a\\rb\\r\\n\\r\\n ~ 400 ~ client sent invalid header line: "X: a\\x0d..." while
          GET_X: a\\0b\\r\\n\\r\\n ~ 400 ~ client sent invalid header line: "X: a\\x00..." while
          POST_Content-Length: 1\\r\\nContent-Length: 1\\r\\n\\r\\nx ~ 400 ~ client sent duplicate header line: "Content-Length: 1", previous value: "Content-Length: 1" while
          POST_Content-Length: 1, 1\\r\\n\\r\\nx ~ 400 ~ client sent invalid "Content-Length" header while
          POST_Content-Length: -1\\r\\n\\r\\nx ~ 400 ~ client sent invalid "Content-Length" header while
          POST_Content-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n ~ 400 ~ client sent "Content-Length" and "Transfer-Encoding" headers at the same time while
          POST_Transfer-Encoding: gzip, chunked\\r\\n\\r\\n ~ 501 ~ client sent unknown "Transfer-Encoding": "gzip, chunked" while
          POST / HTTP/1.0\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n ~ 400 ~ client sent HTTP/1.0 request with "Transfer-Encoding" header while
          CHUNKED_3\\nabc\\r\\n0\\r\\n\\r\\n ~ 400 ~ client sent invalid chunked body
          CHUNKED_3\\r\\nabc\\n0\\r\\n\\r\\n ~ 400 ~ client sent invalid chunked body
          CHUNKED_3\\r\\nabc\\r\\n0\\n\\n ~ 400 ~ client sent invalid chunked body
          CHUNKED_3\\r\\nabcd\\r\\n0\\r\\n\\r\\n ~ 400 ~ client sent invalid chunked body
          CHUNKED_ 3\\r\\nabc\\r\\n0\\r\\n\\r\\n ~ 400 ~ client sent invalid chunked body
          CHUNKED_ffffffffffffffffff\\r\\n ~ 400 ~ client sent invalid chunked body
          TRACE / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n ~ 405 ~ client sent TRACE method while
          CONNECT / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n ~ 405 ~ client sent CONNECT method while
          """)
  void refusesWhatNginxRefuses(String request, String status, String message) throws IOException {
    String answer = server.exchange(bytes(request));

    if (status.equals("-")) {
      assertThat(answer).startsWith("<html>");
    } else {
      assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("Connection: close\r\n");
    }
    assertThat(server.log()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      textBlock =
          """
          GET_\\r\\n ~ GET /||
          \\r\\n\\r\\nGET_\\r\\n ~ GET /||
          GET / HTTP/1.1\\nHost: a\\n\\n ~ GET /||
          GET /a//b/./c/../d?x=1 HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n ~ GET /a/b/d|x=1|
          GET http://a/%41?b HTTP/1.1\\r\\nHost: z\\r\\n\\r\\n ~ GET /A|b|
          GET http://a HTTP/1.1\\r\\nHost: z\\r\\n\\r\\n ~ GET /||
          GET http://a?q HTTP/1.1\\r\\nHost: z\\r\\n\\r\\n ~ GET /|q|
          GET /a%3fb%23?c%3f#d HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n ~ GET /a?b#|c%3f|
          POST_Content-Length: 3\\r\\n\\r\\nabc ~ POST /||abc
          CHUNKED_3;e=1\\r\\nabc\\r\\n2\\r\\nde\\r\\n0\\r\\nT: 1\\r\\n\\r\\n ~ POST /||abcde
          GET_X_y: 1\\r\\n@: 2\\r\\n\\r\\n ~ GET /||
          """)
  void understandsWhatNginxUnderstands(String request, String understood) throws IOException {
    assertThat(server.exchange(bytes(request)))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .endsWith("\r\n\r\n" + understood);
  }
}
