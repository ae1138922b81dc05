package io.perigee.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseTextTest {
  @ParameterizedTest
  @CsvSource({
    "f,Zg==,co======",
    "fo,Zm8=,cpng====",
    "foob,Zm9vYg==,cpnmuog=",
    "foobar,Zm9vYmFy,cpnmuoj1e8======"
  })
  void encodesTheExamplesOfTheRfc(String plain, String base64, String base32) {
    assertThat(Ascii.string(Base64Text.encode(Ascii.latin1(plain), true))).isEqualTo(base64);
    assertThat(Ascii.string(Base32Text.encode(Ascii.latin1(plain), true))).isEqualTo(base32);
  }

  @Test
  void decodesWithoutPaddingAndUpToTheFirstEqualsSign() {
    assertThat(Base64Text.decode(Ascii.latin1("Zm8"))).isEqualTo(Ascii.latin1("fo"));
    assertThat(Base64Text.decode(Ascii.latin1("Zm8=Zm8="))).isEqualTo(Ascii.latin1("fo"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Z", "Zm8-", "Zm 8"})
  void refusesForeignCharactersAndImpossibleLengths(String text) {
    assertThat(Base64Text.decode(Ascii.latin1(text))).isNull();
  }

  @Test
  void skipsForeignCharactersInMime() {
    assertThat(Base64Text.decodeMime(Ascii.latin1("Zm\r\n9v"))).isEqualTo(Ascii.latin1("foo"));
  }

  @Property
  void decodesWhatItEncodes(@ForAll byte[] bytes) {
    assertThat(Base64Text.decode(Base64Text.encode(bytes, true))).isEqualTo(bytes);
    assertThat(Base64Text.decodeUrl(Base64Text.encodeUrl(bytes))).isEqualTo(bytes);
    assertThat(Base32Text.decode(Base32Text.encode(bytes, true))).isEqualTo(bytes);
  }
}
