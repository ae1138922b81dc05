package io.perigee.ngx.regex;

import io.perigee.core.regex.Regex;
import io.perigee.lua.runtime.LuaError;
import java.util.EnumSet;
import java.util.Set;

/**
 * The option letters of an {@code ngx.re} call.
 *
 * @param options how the expression is compiled
 * @param once whether the compiled expression is kept ({@code o})
 * @param dfa whether the longest match is wanted ({@code d})
 * @param duplicates whether several groups may have one name ({@code D})
 */
record RegexFlags(Set<Regex.Option> options, boolean once, boolean dfa, boolean duplicates) {
  static RegexFlags parse(String letters) {
    EnumSet<Regex.Option> options = EnumSet.noneOf(Regex.Option.class);
    boolean once = false;
    boolean dfa = false;
    for (int i = 0; i < letters.length(); i++) {
      switch (letters.charAt(i)) {
        case 'a' -> options.add(Regex.Option.ANCHORED);
        case 'd' -> dfa = true;
        case 'D' -> options.add(Regex.Option.DUPLICATE_NAMES);
        case 'i' -> options.add(Regex.Option.CASELESS);
        case 'j' -> {
          // Expressions are always compiled to machine code where the library can.
        }
        case 'J' -> options.add(Regex.Option.JAVASCRIPT);
        case 'm' -> options.add(Regex.Option.MULTILINE);
        case 'o' -> once = true;
        case 's' -> options.add(Regex.Option.DOTALL);
        case 'u' -> options.add(Regex.Option.UTF);
        case 'U' -> {
          options.add(Regex.Option.UTF);
          options.add(Regex.Option.NO_UTF_CHECK);
        }
        case 'x' -> options.add(Regex.Option.EXTENDED);
        default ->
            throw LuaError.at(
                1, "unknown flag \"" + letters.charAt(i) + "\" (flags \"" + letters + "\")");
      }
    }
    return new RegexFlags(options, once, dfa, options.contains(Regex.Option.DUPLICATE_NAMES));
  }
}
