package io.perigee.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.core.text.Ascii;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedDecoderTest {
  private static final byte[] BODY =
      Ascii.latin1(
          "4\r\nWiki\r\n5;x=\"y\"\r\npedia\r\nA \t\r\n0123456789\r\n000\r\nA: b\r\n\r\nnext");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 100})
  void findsTheSameContentHoweverTheBytesCome(int piece) {
    ChunkedDecoder decoder = new ChunkedDecoder();
    StringBuilder content = new StringBuilder();
    ChunkedDecoder.Step step = ChunkedDecoder.Step.MORE_NEEDED;
    int end = 0;
    while (step != ChunkedDecoder.Step.END) {
      if (step == ChunkedDecoder.Step.MORE_NEEDED) {
        end = Math.min(BODY.length, end + piece);
      }
      step = decoder.next(BODY, decoder.pos, end);
      assertThat(step).isNotEqualTo(ChunkedDecoder.Step.INVALID);
      if (step == ChunkedDecoder.Step.DATA) {
        content.append(Ascii.string(BODY, decoder.dataStart, decoder.dataEnd));
      }
    }
    assertThat(content).hasToString("Wikipedia0123456789");
    assertThat(Ascii.string(BODY, decoder.pos, BODY.length)).isEqualTo("next");
  }
}
