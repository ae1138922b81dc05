package io.perigee.ngx.regex;

import io.perigee.core.regex.Regex;
import io.perigee.lua.runtime.LuaError;
import java.util.EnumSet;
import java.util.Set;

/**
 * The options argument of the ngx.re functions (lua-nginx-module, ngx.re.match).
 *
 * @param options those of the expression
 * @param once whether the compiled expression is kept ({@code o})
 */
record RegexFlags(Set<Regex.Option> options, boolean once) {
  static RegexFlags parse(String text) {
    Set<Regex.Option> options = EnumSet.noneOf(Regex.Option.class);
    boolean once = false;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case 'a' -> options.add(Regex.Option.ANCHORED);
        case 'D' -> {
          // the engine wants UTF with it no more than the original does; names may repeat
          options.add(Regex.Option.DUPLICATE_NAMES);
        }
        case 'i' -> options.add(Regex.Option.CASELESS);
        case 'J' -> options.add(Regex.Option.JAVASCRIPT);
        case 'm' -> options.add(Regex.Option.MULTILINE);
        case 's' -> options.add(Regex.Option.DOTALL);
        case 'u' -> options.add(Regex.Option.UTF);
        case 'U' -> {
          options.add(Regex.Option.UTF);
          options.add(Regex.Option.NO_UTF_CHECK);
        }
        case 'x' -> options.add(Regex.Option.EXTENDED);
        case 'o' -> once = true;
        case 'j' -> {
          // the engine compiles to machine code in any case
        }
        default ->
            throw LuaError.at(
                1, "unknown flag \"" + text.charAt(i) + "\" (flags \"" + text + "\")");
      }
    }
    return new RegexFlags(options, once);
  }
}
