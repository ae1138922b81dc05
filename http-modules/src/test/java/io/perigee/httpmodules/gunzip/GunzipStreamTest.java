package io.perigee.httpmodules.gunzip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** gzip in parts of any size, and what is refused. */
class GunzipStreamTest {
  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return out.toByteArray();
  }

  private static byte[] gzip(String content) {
    return gzip(content.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** The content of input that comes in parts, by a buffer of some size. */
  private static byte[] content(GunzipStream stream, byte[] input, int part, int room)
      throws DataFormatException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[room];
    for (int at = 0; at < input.length; at += part) {
      stream.input(Arrays.copyOfRange(input, at, Math.min(input.length, at + part)));
      int size;
      do {
        size = stream.inflate(buffer);
        out.write(buffer, 0, size);
      } while (size == room);
    }
    return out.toByteArray();
  }

  private static String content(byte[] input, int part) throws DataFormatException {
    GunzipStream stream = new GunzipStream();
    try {
      String content = new String(content(stream, input, part, 16), StandardCharsets.ISO_8859_1);
      assertThat(stream.isComplete()).isTrue();
      return content;
    } finally {
      stream.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 5000", "9, 100", "10, 1", "11, 64", "400, 4096", "100000, 17"})
  void contentComesThroughInPartsOfAnySize(int part, int room) throws DataFormatException {
    byte[] first = new byte[3000];
    new Random(part).nextBytes(first);
    byte[] second = new byte[20_000];
    byte[] input = joined(gzip(first), gzip(""), gzip(second), gzip("end"));
    GunzipStream stream = new GunzipStream();
    try {
      byte[] content = content(stream, input, part, room);

      assertThat(content)
          .isEqualTo(joined(first, second, "end".getBytes(StandardCharsets.ISO_8859_1)));
      assertThat(stream.isComplete()).isTrue();
    } finally {
      stream.close();
    }
  }

  /** A member whose header has all that a header may have, but for a change of its check sum. */
  private static byte[] withAllOfAHeader(int change) {
    byte[] header =
        joined(
            new byte[] {0x1f, (byte) 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3, 3, 0},
            "abcname\0comment\0".getBytes(StandardCharsets.ISO_8859_1));
    CRC32 sum = new CRC32();
    sum.update(header);
    int check = (int) sum.getValue() ^ change;
    byte[] packed = gzip("hello");
    return joined(
        header,
        new byte[] {(byte) check, (byte) (check >> 8)},
        Arrays.copyOfRange(packed, 10, packed.length));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void theOptionalPartsOfAHeaderArePassedOver(int part) throws DataFormatException {
    assertThat(content(withAllOfAHeader(0), part)).isEqualTo("hello");
  }

  @Test
  void aWrongCheckSumOfAHeaderIsRefused() {
    assertThatThrownBy(() -> content(withAllOfAHeader(1), 1))
        .isInstanceOf(DataFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, -8, -4})
  void aByteThatIsWrongInMagicMethodOrChecksIsRefused(int place) {
    byte[] packed = gzip("hello");
    packed[place < 0 ? packed.length + place : place] ^= 1;

    assertThatThrownBy(() -> content(packed, 1000)).isInstanceOf(DataFormatException.class);
  }

  @Test
  void reservedFlagsAreRefused() {
    byte[] packed = gzip("hello");
    packed[3] = (byte) 0x80;

    assertThatThrownBy(() -> content(packed, 1000)).isInstanceOf(DataFormatException.class);
  }

  @Test
  void whatFollowsAMemberMustBeOne() {
    byte[] packed = joined(gzip("hello"), new byte[] {0, 0});

    assertThatThrownBy(() -> content(packed, 1000)).isInstanceOf(DataFormatException.class);
  }

  @Test
  void nothingThatIsCutOffIsComplete() throws DataFormatException {
    byte[] packed = gzip("hello");
    for (int length = 0; length < packed.length; length++) {
      GunzipStream stream = new GunzipStream();
      byte[] cut = Arrays.copyOf(packed, length);
      content(stream, cut, 1000, 16);
      assertThat(stream.isComplete()).as(length + " bytes").isFalse();
      stream.close();
    }
  }
}
