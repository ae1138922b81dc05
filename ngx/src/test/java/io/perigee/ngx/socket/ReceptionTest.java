package io.perigee.ngx.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.perigee.lua.value.LuaString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What reading calls take from the stream, however it is cut into buffers. */
@NullUnmarked // iterators have no socket here
class ReceptionTest {
  private static ByteBuf buffer(String latin1) {
    return Unpooled.copiedBuffer(latin1, StandardCharsets.ISO_8859_1);
  }

  private static UntilIterator until(String pattern, boolean inclusive) {
    return new UntilIterator(null, LuaString.of(pattern), inclusive);
  }

  @ParameterizedTest
  @CsvSource({
    "'hello\nrest', hello, rest",
    "'hello\r\nrest', hello, rest",
    "'\r\n', '', ''",
    "'\n', '', ''",
    "'a\rb\r\r\n', ab, ''",
    "'\ra\n\n', a, '\n'",
  })
  void lineEndsWithLineFeedAndLosesItsReturns(String input, String line, String rest) {
    ByteBuf in = buffer(input);
    LineReception reception = new LineReception();

    assertThat(reception.take(in)).isTrue();
    assertThat(reception.result()).hasToString(line);
    assertThat(in.toString(StandardCharsets.ISO_8859_1)).isEqualTo(rest);
  }

  @Test
  void lineMayComeInPieces() {
    LineReception reception = new LineReception();

    assertThat(reception.take(buffer("he"))).isFalse();
    assertThat(reception.result()).hasToString("he");
    assertThat(reception.take(buffer("llo\r"))).isFalse();
    assertThat(reception.take(buffer("\nrest"))).isTrue();
    assertThat(reception.result()).hasToString("hello");
  }

  @Test
  void sizeIsTakenExactly() {
    SizeReception reception = new SizeReception(5);
    ByteBuf second = buffer("cdefg");

    assertThat(reception.take(buffer("ab"))).isFalse();
    assertThat(reception.result()).hasToString("ab");
    assertThat(reception.take(second)).isTrue();
    assertThat(reception.result()).hasToString("abcde");
    assertThat(second.readableBytes()).isEqualTo(2);
  }

  @Test
  void anythingIsWhatIsThereUpToTheMaximum() {
    AnyReception reception = new AnyReception(3);
    ByteBuf in = buffer("abcd");

    assertThat(reception.take(in)).isTrue();
    assertThat(reception.result()).hasToString("abc");
    assertThat(in.readableBytes()).isOne();
  }

  @ParameterizedTest
  @CsvSource({
    "'abcabcabdx', abcabd, abc, x",
    "'abaabcaaaef', aaa, abaabc, ef",
    "'baaaaaaaaeaaaaaadf', aaaaad, baaaaaaaaea, f",
    "'hello--world', --, hello, world",
    "'-----abc!', --abc, ---, '!'",
  })
  void readsUpToThePatternAndLeavesItOut(String input, String pattern, String data, String rest) {
    ByteBuf in = buffer(input);
    UntilReception reception = new UntilReception(until(pattern, false), 0);

    assertThat(reception.take(in)).isTrue();
    assertThat(reception.result()).hasToString(data);
    assertThat(in.toString(StandardCharsets.ISO_8859_1)).isEqualTo(rest);
  }

  @Test
  void sizedIteratorGivesPiecesAndThenSaysThatItHasFoundThePattern() {
    UntilIterator iterator = until("--abc", true);
    ByteBuf in = buffer("hello, world ----abc\n");
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      UntilReception reception = new UntilReception(iterator, 4);
      assertThat(reception.take(in)).isTrue();
      pieces.add(reception.result().toString());
    }

    assertThat(pieces).containsExactly("hell", "o, w", "orld", " ----abc");
    assertThat(iterator.takeEnd()).isTrue();
    assertThat(iterator.takeEnd()).isFalse();
  }

  @Test
  void atTheEndOfInputTheBeginningOfThePatternIsData() {
    UntilReception reception = new UntilReception(until("--abc", false), 0);

    assertThat(reception.take(buffer("x--a"))).isFalse();
    assertThat(reception.result()).hasToString("x");
    assertThat(reception.withPending()).hasToString("x--a");
  }

  @Provide
  Arbitrary<String> fewLetters() {
    return Arbitraries.strings().withChars("ab").ofMaxLength(40);
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.strings().withChars("ab").ofMinLength(1).ofMaxLength(6);
  }

  /** The first place of the pattern, as a plain search finds it, whatever the buffers. */
  @Property
  void findsWhatPlainSearchFinds(
      @ForAll("fewLetters") String text, @ForAll("patterns") String pattern, @ForAll int cut) {
    int at = Math.floorMod(cut, text.length() + 1);
    UntilReception reception = new UntilReception(until(pattern, false), 0);
    ByteBuf first = buffer(text.substring(0, at));
    ByteBuf second = buffer(text.substring(at));

    boolean found = reception.take(first) || reception.take(second);

    int place = text.indexOf(pattern);
    assertThat(found).isEqualTo(place >= 0);
    if (found) {
      assertThat(reception.result()).hasToString(text.substring(0, place));
      assertThat(first.readableBytes() + second.readableBytes())
          .isEqualTo(text.length() - place - pattern.length());
    } else {
      assertThat(reception.withPending()).hasToString(text);
    }
  }
}
