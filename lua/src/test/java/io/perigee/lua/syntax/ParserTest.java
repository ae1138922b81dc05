package io.perigee.lua.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ParserTest {
  private static FunctionBody parse(String source) {
    return Parser.parse(source.getBytes(StandardCharsets.ISO_8859_1), "=test");
  }

  private static LocalVariable firstLocal(String source) {
    Statement.LocalDeclaration d =
        (Statement.LocalDeclaration) parse(source).block().statements().getFirst();
    return d.variables().getFirst();
  }

  @Test
  void aVariableThatInnerFunctionsSeeChangeIsShared() {
    assertThat(firstLocal("local x = 1 function f() x = 2 end").isShared()).isTrue();
    assertThat(firstLocal("local x = 1 x = 2 function f() return x end").isShared()).isTrue();
    assertThat(firstLocal("local x = 1 function f() return x end").isShared()).isFalse();
    assertThat(firstLocal("local x = 1 x = 2").isShared()).isFalse();
  }

  @Test
  void constantsAreFoldedExceptMinusZeroAndNan() {
    assertThat(value("return 1 + 2 * (3 - 1)")).isEqualTo(new Expression.Num(5));
    assertThat(value("return 0 / 0")).isInstanceOf(Expression.Binary.class);
    assertThat(value("return -0")).isInstanceOf(Expression.Unary.class);
  }

  private static Expression value(String source) {
    Statement.Return r = (Statement.Return) parse(source).block().statements().getFirst();
    return r.values().getFirst();
  }

  @Test
  void functionsGetTheNamesOfWhatTheyAreAssignedTo() {
    Statement.Assignment a =
        (Statement.Assignment) parse("function a.b:c() end").block().statements().getFirst();
    Expression.Function f = (Expression.Function) a.values().getFirst();
    assertThat(f.body().name()).isEqualTo("a.b:c");
    assertThat(f.body().parameters()).extracting(LocalVariable::name).containsExactly("self");
  }
}
