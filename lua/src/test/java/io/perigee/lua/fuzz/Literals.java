package io.perigee.lua.fuzz;

/** Generates literals, with a liking for the values at which implementations go wrong. */
final class Literals {
  private final Choices choices;

  Literals(Choices choices) {
    this.choices = choices;
  }

  String number() {
    return switch (choices.below(12)) {
      case 0 -> choices.of("0", "-0", "1", "-1", "2", "3");
      case 1 -> choices.of("0.5", "-0.25", "1e15", "1e16", "123456.789", "1e100", "-1e-7", "0.1");
      case 2 -> choices.of("2^31", "2^32", "2^53", "-2^31", "2147483647", "4294967295", "2^63");
      case 3 -> choices.of("0x10", "0xff", "1e2", "0x7fffffff", ".5", "3.");
      case 4 -> choices.of("(1/0)", "(-1/0)", "(0/0)", "(-0)", "math.huge", "math.pi");
      default -> Integer.toString(choices.between(-3, 12));
    };
  }

  String smallInteger() {
    return Integer.toString(choices.between(-2, 6));
  }

  String string() {
    return switch (choices.below(8)) {
      case 0 -> choices.of("''", "'a'", "' '", "'\\0'", "'a\\0b'", "'\\255'", "'\\n'", "'\\r'");
      case 1 -> choices.of("'10'", "'0x1f'", "' 5 '", "'1e2'", "'-3'", "'1e'", "'0x'", "'5x'");
      case 2 ->
          choices.of("'hello world'", "'key=value'", "'a,b,,c'", "'(x(y)z)'", "'THE (quick) fox'");
      case 3 -> choices.of("'nan'", "'inf'", "'nil'", "'true'", "'%d'", "'%'", "'[['", "']]'");
      default -> choices.of("'x'", "'y'", "'n'", "'ab'", "'abc'", "'xyz'", "'foo'", "'bar'");
    };
  }

  /** A field's name; few, so that accesses meet. */
  String name() {
    return choices.of("x", "y", "n", "a", "b", "list", "value", "count");
  }

  String pattern() {
    return choices.of(
        "'.'",
        "'%a+'",
        "'(%a)(%a)'",
        "'^%s*(.-)%s*$'",
        "'()%w+()'",
        "'[^,]*'",
        "'%d'",
        "'%b()'",
        "'%f[%a]%a+'",
        "'(.)%1'",
        "'x*'",
        "'[a-c]+'",
        "'%'",
        "'[a'",
        "'(a'",
        "'a)'",
        "'%g'",
        "'$'",
        "'^a'",
        "'a-b'",
        "'[%]x]'",
        "'[^%s]+'",
        "'%x+'",
        "'%u%l*'",
        "'.-'",
        "'(()a*)'",
        "'%f'",
        "'%b('",
        "'[]]'",
        "'[a-]'",
        "'%z'",
        "'\\0'",
        "'%2'",
        "'(%w+)=(%w+)'",
        "''");
  }

  String format() {
    String verb =
        choices.of("d", "i", "u", "x", "X", "o", "c", "e", "E", "f", "g", "G", "q", "s", "a");
    String flags = choices.of("", "", "", "-", "0", "+", " ", "#", "-0");
    String width = choices.of("", "", "1", "5", "12");
    String precision = choices.of("", "", "", ".", ".0", ".3", ".10");
    if (verb.equals("c") || verb.equals("q")) {
      flags = "";
      precision = "";
      width = verb.equals("q") ? "" : width;
    }
    return "'%" + flags + width + precision + verb + choices.of("", "|", "%%") + "'";
  }
}
