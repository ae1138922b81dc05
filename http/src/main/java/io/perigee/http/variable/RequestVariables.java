package io.perigee.http.variable;

import io.perigee.conf.directive.Directive;
import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.core.variable.Variable;
import io.perigee.core.variable.VariableGetter;
import io.perigee.core.variable.VariableTable;
import io.perigee.http.core.HttpConf;
import io.perigee.http.request.Request;

/**
 * The way from a directive to the variables of the http block that is being read: compiling values
 * that contain variables, and defining variables, with nginx's error texts.
 */
public final class RequestVariables {
  private RequestVariables() {}

  /** The table of the http block around a directive. */
  public static VariableTable<Request> of(Directive d) {
    return HttpConf.of(d).variables();
  }

  /** Compiles an argument of a directive that may contain variables. */
  public static ComplexValue<Request> compile(Directive d, String text) {
    try {
      return ComplexValue.compile(text, of(d));
    } catch (ComplexValue.Malformed e) {
      throw d.error(String.valueOf(e.getMessage()));
    }
  }

  /** The name in an argument that must be a variable, without the dollar sign. */
  public static String name(Directive d, String argument) {
    if (!argument.startsWith("$") || argument.length() < 2) {
      throw d.error("invalid variable name \"" + argument + "\"");
    }
    return argument.substring(1);
  }

  /** The variable that a directive refers to by an argument such as {@code $x}. */
  public static Variable<Request> use(Directive d, String argument) {
    return of(d).use(name(d, argument));
  }

  /** Defines the variable that a directive such as {@code map} or {@code geo} computes. */
  public static Variable<Request> define(
      Directive d, String argument, VariableGetter<Request> getter) {
    String name = name(d, argument);
    Variable<Request> variable = of(d).define(name, getter);
    if (variable == null) {
      throw d.error("the duplicate \"" + name + "\" variable");
    }
    of(d).use(name);
    return variable;
  }

  /**
   * The variable that a directive such as {@code set} assigns to. Where nothing else computes it,
   * it is empty until assigned, and reading it then is worth a warning.
   */
  public static Variable<Request> assigned(Directive d, String argument) {
    String name = name(d, argument);
    Variable<Request> known = of(d).find(name);
    if (known != null && known.isChangeable()) {
      of(d).use(name);
      return known;
    }
    return define(d, argument, r -> uninitialized(r, name));
  }

  private static byte[] uninitialized(Request r, String name) {
    if (r.settings().get(UninitializedVariable.WARN)) {
      r.log(Level.WARN, "using uninitialized \"" + name + "\" variable");
    }
    return Ascii.EMPTY;
  }
}
