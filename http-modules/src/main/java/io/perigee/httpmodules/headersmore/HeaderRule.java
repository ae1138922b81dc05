package io.perigee.httpmodules.headersmore;

import io.perigee.conf.directive.Directive;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.core.HttpConf;
import io.perigee.http.request.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * One directive of the module: what it changes and for which responses.
 *
 * @param statuses the statuses for which it holds, empty for all
 * @param types the content types for which it holds, empty for all
 * @param append whether headers are added beside those of the same name ({@code -a})
 * @param onlyExisting whether only headers that are there get a new value ({@code -r})
 */
record HeaderRule(
    List<HeaderChange> changes,
    List<Integer> statuses,
    List<byte[]> types,
    boolean append,
    boolean onlyExisting) {

  /** Reads a directive; {@code clear} when it takes headers away. */
  static HeaderRule read(Directive d, boolean input, boolean clear) {
    Reader reader = new Reader(d, input, clear);
    for (int i = 0; i < d.count(); i++) {
      i = reader.argument(i);
    }
    return reader.rule();
  }

  /** Whether the rule holds for a response of this status and content type. */
  boolean holds(int status, byte[] contentType) {
    return (statuses.isEmpty() || statuses.contains(status)) && holds(contentType);
  }

  /** Whether the rule holds for this content type; parameters behind a semicolon do not count. */
  boolean holds(byte[] contentType) {
    if (types.isEmpty()) {
      return true;
    }
    int semicolon = Ascii.indexOf(contentType, ';', 0);
    int length = semicolon < 0 ? contentType.length : semicolon;
    while (length > 0 && contentType[length - 1] == ' ') {
      length--;
    }
    byte[] plain = Ascii.slice(contentType, 0, length);
    for (byte[] type : types) {
      if (Ascii.equalsIgnoreCase(plain, type)) {
        return true;
      }
    }
    return false;
  }

  /** Reads the arguments of one directive. */
  private static final class Reader {
    private final Directive d;
    private final boolean input;
    private final boolean clear;
    private final List<HeaderChange> changes = new ArrayList<>();
    private final List<Integer> statuses = new ArrayList<>();
    private final List<byte[]> types = new ArrayList<>();
    private boolean append;
    private boolean onlyExisting;

    Reader(Directive d, boolean input, boolean clear) {
      this.d = d;
      this.input = input;
      this.clear = clear;
    }

    HeaderRule rule() {
      if (changes.isEmpty()) {
        throw d.error(d.name() + ": no headers specified");
      }
      return new HeaderRule(changes, statuses, types, append, onlyExisting);
    }

    /** Reads one argument, with its value for options that have one; returns its last index. */
    int argument(int index) {
      String text = d.arg(index);
      if (!text.startsWith("-") || text.isEmpty()) {
        changes.add(change(text));
        return index;
      }
      switch (text) {
        case "-t" -> words(index).forEach(type -> types.add(Ascii.latin1(type)));
        case "-s" -> {
          if (input) {
            throw invalidOption(text);
          }
          words(index).forEach(this::status);
        }
        case "-a" -> {
          if (input || clear) {
            throw invalidOption(text);
          }
          append = true;
          return index;
        }
        case "-r" -> {
          if (!input || clear) {
            throw invalidOption(text);
          }
          onlyExisting = true;
          return index;
        }
        default -> throw invalidOption(text);
      }
      return index + 1;
    }

    private RuntimeException invalidOption(String option) {
      return d.error(d.name() + ": invalid option name: \"" + option + "\"");
    }

    private List<String> words(int index) {
      if (index + 1 >= d.count()) {
        throw d.error(d.name() + ": option " + d.arg(index) + " takes an argument.");
      }
      List<String> words = new ArrayList<>();
      for (String word : d.arg(index + 1).split("[ \t]+", -1)) {
        if (!word.isEmpty()) {
          words.add(word);
        }
      }
      return words;
    }

    private void status(String text) {
      if (!text.matches("[0-9]{1,5}")) {
        throw d.error(d.name() + ": invalid status code specified for option -s: \"" + text + "\"");
      }
      statuses.add(Integer.valueOf(text));
    }

    private HeaderChange change(String text) {
      int colon = text.indexOf(':');
      String name = (colon < 0 ? text : text.substring(0, colon)).strip();
      if (name.isEmpty()) {
        throw d.error(d.name() + ": invalid header: \"" + text + "\"");
      }
      String value = clear || colon < 0 ? "" : text.substring(colon + 1).strip();
      boolean wildcard = clear && name.endsWith("*");
      byte[] bytes = Ascii.latin1(wildcard ? name.substring(0, name.length() - 1) : name);
      ComplexValue<Request> compiled = HttpConf.complexValue(d, value);
      return new HeaderChange(bytes, wildcard, compiled);
    }
  }
}
