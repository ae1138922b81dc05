package io.perigee.core.regex;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libpcre2-8. Binding them takes some tens of milliseconds, so this class is
 * touched only where an expression is compiled or matched; {@link PcreLibrary} tells whether the
 * library is there.
 */
final class Pcre {
  static final MethodHandle COMPILE =
      bind("pcre2_compile_8", ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
  static final MethodHandle CODE_FREE = bind("pcre2_code_free_8", null, ADDRESS);
  static final MethodHandle JIT_COMPILE = bind("pcre2_jit_compile_8", JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle PATTERN_INFO =
      bind("pcre2_pattern_info_8", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
  static final MethodHandle ERROR_MESSAGE =
      bind("pcre2_get_error_message_8", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG);
  static final MethodHandle MATCH_DATA_CREATE =
      bind("pcre2_match_data_create_8", ADDRESS, JAVA_INT, ADDRESS);
  static final MethodHandle MATCH_DATA_FREE = bind("pcre2_match_data_free_8", null, ADDRESS);
  static final MethodHandle OVECTOR = bind("pcre2_get_ovector_pointer_8", ADDRESS, ADDRESS);

  /** pcre2_match on memory outside of the heap, for subjects that take long. */
  static final MethodHandle MATCH =
      bind(
          "pcre2_match_8",
          JAVA_INT,
          ADDRESS,
          ADDRESS,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_INT,
          ADDRESS,
          ADDRESS);

  /** pcre2_match straight on a Java array; the garbage collector waits meanwhile. */
  static final MethodHandle MATCH_ON_HEAP =
      bindCritical(
          "pcre2_match_8",
          FunctionDescriptor.of(
              JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS));

  /** pcre2_dfa_match, which finds the longest match and no groups. */
  static final MethodHandle DFA_MATCH =
      bind(
          "pcre2_dfa_match_8",
          JAVA_INT,
          ADDRESS,
          ADDRESS,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_INT,
          ADDRESS,
          ADDRESS,
          ADDRESS,
          JAVA_LONG);

  static final MethodHandle MATCH_CONTEXT_CREATE =
      bind("pcre2_match_context_create_8", ADDRESS, ADDRESS);
  static final MethodHandle MATCH_CONTEXT_FREE = bind("pcre2_match_context_free_8", null, ADDRESS);
  static final MethodHandle SET_MATCH_LIMIT =
      bind("pcre2_set_match_limit_8", JAVA_INT, ADDRESS, JAVA_INT);

  private Pcre() {}

  private static MethodHandle bind(
      String name, @Nullable MemoryLayout result, MemoryLayout... arguments) {
    FunctionDescriptor type =
        result == null
            ? FunctionDescriptor.ofVoid(arguments)
            : FunctionDescriptor.of(result, arguments);
    return link(name, type);
  }

  private static MethodHandle bindCritical(String name, FunctionDescriptor type) {
    return link(name, type, Linker.Option.critical(true));
  }

  // Without the library nobody calls these; the types are those of pcre2.h.
  @SuppressWarnings({"NullAway", "restricted"})
  private static MethodHandle link(String name, FunctionDescriptor type, Linker.Option... options) {
    SymbolLookup library = PcreLibrary.LOOKUP;
    if (library == null) {
      return null;
    }
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type, options);
  }

  /** What went wrong in a native call itself; it cannot happen with handles bound as above. */
  static IllegalStateException broken(Throwable cause) {
    return new IllegalStateException("a call of libpcre2 failed", cause);
  }
}
