package io.perigee.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestsTest {
  private static String hex(byte[] bytes) {
    return Ascii.string(Digests.hex(bytes));
  }

  @Test
  void computesTheExamplesOfTheRfcs() {
    byte[] abc = Ascii.latin1("abc");

    assertThat(hex(Digests.md5(abc))).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
    assertThat(hex(Digests.sha1(abc))).isEqualTo("a9993e364706816aba3e25717850c26c9cd0d89d");
    assertThat(Digests.crc32(abc)).isEqualTo(0x352441c2L);
    assertThat(
            hex(
                Digests.hmacSha1(
                    Ascii.latin1("Jefe"), Ascii.latin1("what do ya want for nothing?"))))
        .isEqualTo("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  }

  @Test
  void takesAnEmptyKey() {
    assertThat(hex(Digests.hmacSha1(new byte[0], new byte[0])))
        .isEqualTo("fbdb1d1b18aa6c08324b7d64b71fb76370690e1d");
  }

  @Test
  void quotesForDatabases() {
    assertThat(Ascii.string(SqlQuote.quote(Ascii.latin1("a'b\\\n\0\"\32"))))
        .isEqualTo("'a\\'b\\\\\\n\\0\\\"\\Z'");
    assertThat(Ascii.string(TextQuote.json(Ascii.latin1("a\"\1\n"))))
        .isEqualTo("\"a\\\"\\u0001\\n\"");
    assertThat(Ascii.string(TextQuote.postgres(Ascii.latin1("a'b")))).isEqualTo("E'a\\'b'");
    assertThat(Ascii.string(TextQuote.postgres(Ascii.latin1("ab")))).isEqualTo("'ab'");
  }
}
