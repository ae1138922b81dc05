package io.perigee.httpmodules.rewrite;

import io.perigee.conf.directive.Directive;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.core.variable.Variable;
import io.perigee.http.request.Request;
import io.perigee.http.variable.RegexMatch;
import io.perigee.http.variable.RequestVariables;
import java.util.Arrays;
import java.util.List;

/** Reads the condition of an {@code if} directive in nginx's grammar and with its error texts. */
final class ConditionParser {
  private final Directive directive;
  private final List<String> words;

  private ConditionParser(Directive directive, List<String> words) {
    this.directive = directive;
    this.words = words;
  }

  static Condition parse(Directive d) {
    List<String> words = new java.util.ArrayList<>(d.args());
    String first = words.get(0);
    if (!first.startsWith("(")) {
      throw invalid(d, first);
    }
    if (first.length() == 1) {
      words.remove(0);
    } else {
      words.set(0, first.substring(1));
    }
    if (words.isEmpty()) {
      throw invalid(d, first);
    }
    int end = words.size() - 1;
    String last = words.get(end);
    if (!last.endsWith(")")) {
      throw invalid(d, last);
    }
    if (last.length() == 1) {
      words.remove(end);
    } else {
      words.set(end, last.substring(0, last.length() - 1));
    }
    if (words.isEmpty()) {
      throw invalid(d, last);
    }
    return new ConditionParser(d, words).condition();
  }

  private static RuntimeException invalid(Directive d, String word) {
    return d.error("invalid condition \"" + word + "\"");
  }

  private Condition condition() {
    String first = words.get(0);
    if (first.length() > 1 && first.charAt(0) == '$') {
      return ofVariable(first);
    }
    if (isFileTest(first)) {
      return ofFile(first);
    }
    throw invalid(directive, first);
  }

  private static boolean isFileTest(String word) {
    return (word.length() == 2 && word.charAt(0) == '-')
        || (word.length() == 3 && word.startsWith("!-"));
  }

  private Condition ofVariable(String name) {
    int count = words.size();
    if (count != 1 && count != 3) {
      throw invalid(directive, name);
    }
    Variable<Request> variable = RequestVariables.use(directive, name);
    if (count == 1) {
      return r -> isTrue(textOf(variable, r));
    }
    String operator = words.get(1);
    String operand = words.get(2);
    return switch (operator) {
      case "=" -> equal(variable, operand, true);
      case "!=" -> equal(variable, operand, false);
      case "~", "~*", "!~", "!~*" -> matching(variable, operator, operand);
      default -> throw directive.error("unexpected \"" + operator + "\" in condition");
    };
  }

  private static boolean isTrue(byte[] value) {
    return value.length > 0 && !(value.length == 1 && value[0] == '0');
  }

  private Condition equal(Variable<Request> variable, String operand, boolean wanted) {
    ComplexValue<Request> other = RequestVariables.compile(directive, operand);
    return r -> Arrays.equals(textOf(variable, r), other.evaluate(r)) == wanted;
  }

  private Condition matching(Variable<Request> variable, String operator, String pattern) {
    RegexMatch regex = RegexMatch.compile(directive, pattern, operator.endsWith("*"));
    boolean negative = operator.startsWith("!");
    return r -> {
      byte[] subject = textOf(variable, r);
      boolean matches = regex.matches(r, subject);
      if (r.settings().get(RewriteModule.REWRITE_LOG)) {
        RewriteLog.match(r, pattern, subject, matches);
      }
      return matches != negative;
    };
  }

  private static byte[] textOf(Variable<Request> variable, Request r) {
    byte[] value = variable.value(r);
    return value == null ? Ascii.EMPTY : value;
  }

  private Condition ofFile(String test) {
    if (words.size() != 2) {
      throw invalid(directive, test);
    }
    ComplexValue<Request> name = RequestVariables.compile(directive, words.get(1));
    boolean negative = test.charAt(0) == '!';
    FileTest kind = FileTest.ofLetter(test.charAt(test.length() - 1));
    if (kind == null) {
      throw invalid(directive, test);
    }
    return r -> kind.holds(r, name.evaluate(r)) != negative;
  }
}
