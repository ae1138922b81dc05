package io.perigee.core.variable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perigee.core.text.Ascii;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked // a null where none should be fails the test
class ComplexValueTest {
  private static final class Visit implements Subject {
    private final VariableValues values = new VariableValues(0);
    private int count;

    @Override
    public VariableValues variables() {
      return values;
    }

    @Override
    public byte @Nullable [] capture(int group) {
      return group == 1 ? Ascii.latin1("first") : null;
    }
  }

  private final VariableTable<Visit> table = new VariableTable<>();

  ComplexValueTest() {
    table.add("name", visit -> Ascii.latin1("joe"));
    table.add("missing", visit -> null);
    table.add("count", visit -> Ascii.decimal(++visit.count));
    table.add(new Variable<Visit>("fresh", visit -> Ascii.decimal(++visit.count)).noCacheable());
    table.addPrefix("arg_", (visit, rest) -> rest, true);
  }

  private String evaluate(String text) throws ComplexValue.Malformed {
    return Ascii.string(ComplexValue.compile(text, table).evaluate(new Visit()));
  }

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "$name, joe",
    "a${name}b, ajoeb",
    "$NAME!, joe!",
    "[$missing], []",
    "$1-$2, first-",
    "$10, first0",
    "$arg_x y, x y",
    "$count $count, 1 1",
    "$fresh $fresh, 1 2",
  })
  void variablesAndGroupsAreFilledIn(String text, String expected) throws ComplexValue.Malformed {
    assertThat(evaluate(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "$, invalid variable name",
    "a$-, invalid variable name",
    "${}, invalid variable name",
    "${name, 'the closing bracket in \"name\" variable is missing'",
  })
  void malformedTextsAreRefusedInNginxsWords(String text, String message) {
    assertThatThrownBy(() -> evaluate(text)).hasMessage(message);
  }

  @Test
  void aVariableMayBeDefinedAfterItsUse() throws ComplexValue.Malformed {
    ComplexValue<Visit> value = ComplexValue.compile("$later", table);
    assertThat(table.unknown()).isEqualTo("later");

    Variable<Visit> later = table.define("later", visit -> null);

    assertThat(table.unknown()).isNull();
    Visit visit = new Visit();
    assertThat(later).isNotNull();
    later.assign(visit, Ascii.latin1("set"));
    assertThat(Ascii.string(value.evaluate(visit))).isEqualTo("set");
  }

  @Test
  void bracesMakeANameEvenOfADigit() throws ComplexValue.Malformed {
    ComplexValue<Visit> unused = ComplexValue.compile("${1}", table);

    assertThat(unused.isConstant()).isFalse();
    assertThat(table.unknown()).isEqualTo("1");
  }

  @Test
  void aModulesVariableCannotBeDefinedAgain() {
    assertThat(table.define("Name", visit -> null)).isNull();
  }
}
