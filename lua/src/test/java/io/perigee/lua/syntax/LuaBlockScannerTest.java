package io.perigee.lua.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LuaBlockScannerTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        " return 1 ",
        " local t = {a = {}, [1] = {}} ",
        " local s = '}' .. \"}\\\"}\" ",
        " -- } in a comment\n",
        " --[[ } \n } ]] ",
        " --[==[ ]] } ]==] ",
        " local s = [=[ } ]] ]=] ",
        " local x = t[1] - -t[2] ",
        " local s = 'a\\'}' "
      })
  void theBlockEndsAtItsOwnBrace(String code) throws LuaBlockScanner.Unterminated {
    assertThat(LuaBlockScanner.closingBrace("{" + code + "} }", 1, 1)).isEqualTo(code.length() + 1);
  }

  @Test
  void anOpenStringIsReportedAtItsLine() {
    assertThatThrownBy(() -> LuaBlockScanner.closingBrace("{\n x = 'abc }\n", 1, 7))
        .isInstanceOfSatisfying(
            LuaBlockScanner.Unterminated.class, e -> assertThat(e.line()).isEqualTo(8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{ say([==[text) }\n", "{ --[==[ text }\n"})
  void aLongBracketWithoutItsEndIsNamed(String code) {
    assertThatThrownBy(() -> LuaBlockScanner.closingBrace(code, 1, 7))
        .isInstanceOf(LuaBlockScanner.Unterminated.class)
        .hasMessage(
            "Lua code block missing the closing long bracket \"]==]\","
                + " the inlined Lua code may be too long");
  }

  @Test
  void aMissingBraceIsReported() {
    assertThatThrownBy(() -> LuaBlockScanner.closingBrace("{ { }", 1, 1))
        .isInstanceOf(LuaBlockScanner.Unterminated.class);
  }
}
