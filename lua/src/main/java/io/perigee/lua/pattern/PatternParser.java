package io.perigee.lua.pattern;

import java.util.Arrays;

/** Cuts the bytes of a Lua pattern into items; one pass, stops at the first fault. */
final class PatternParser {
  private static final String ENDS_WITH_ESCAPE = "malformed pattern (ends with '%')";
  private static final String MISSING_BRACKET = "malformed pattern (missing ']')";
  private static final String MISSING_FRONTIER_SET = "missing '[' after '%f' in pattern";
  private static final String UNBALANCED = "unbalanced pattern";

  private final byte[] pattern;
  private int position;
  private int count;
  private int[] kinds;
  private int[] arguments;
  private boolean[][] sets;
  private String fault;
  private int openings;

  PatternParser(byte[] pattern, int from) {
    this.pattern = pattern;
    this.position = from;
    int capacity = Math.min(pattern.length, 16) + 1;
    kinds = new int[capacity];
    arguments = new int[capacity];
    sets = new boolean[capacity][];
    while (fault == null && position < pattern.length) {
      item();
    }
    if (fault != null) {
      add(LuaPattern.FAULT, 0, null);
    } else {
      add(LuaPattern.END, 0, null);
    }
  }

  int[] kinds() {
    return kinds;
  }

  int[] arguments() {
    return arguments;
  }

  boolean[][] sets() {
    return sets;
  }

  String fault() {
    return fault;
  }

  int openings() {
    return openings;
  }

  private void item() {
    int c = at(position);
    boolean last = position + 1 == pattern.length;
    if (c == '(') {
      openings++;
      if (!last && at(position + 1) == ')') {
        add(LuaPattern.POSITION, 0, null);
        position += 2;
      } else {
        add(LuaPattern.OPEN, 0, null);
        position++;
      }
    } else if (c == ')') {
      add(LuaPattern.CLOSE, 0, null);
      position++;
    } else if (c == '%' && !last) {
      escape(at(position + 1));
    } else if (c == '$' && last) {
      add(LuaPattern.SUBJECT_END, 0, null);
      position++;
    } else {
      single();
    }
  }

  private void escape(int c) {
    if (c == 'b') {
      if (position + 3 >= pattern.length) {
        fault = UNBALANCED;
        return;
      }
      add(LuaPattern.BALANCE, at(position + 2) << 8 | at(position + 3), null);
      position += 4;
    } else if (c == 'f') {
      position += 2;
      if (position >= pattern.length || at(position) != '[') {
        fault = MISSING_FRONTIER_SET;
        return;
      }
      int end = classEnd();
      if (fault == null) {
        add(LuaPattern.FRONTIER, 0, bracketSet(position, end - 1));
        position = end;
      }
    } else if (CharacterClass.isDigit(c)) {
      add(LuaPattern.BACK_REFERENCE, c - '1', null);
      position += 2;
    } else {
      single();
    }
  }

  private void single() {
    int end = classEnd();
    if (fault != null) {
      return;
    }
    int literal = -1;
    boolean[] set = null;
    int c = at(position);
    if (c == '.') {
      set = CharacterClass.any();
    } else if (c == '%') {
      literal = at(position + 1);
      set = CharacterClass.named(literal);
    } else if (c == '[') {
      set = bracketSet(position, end - 1);
    } else {
      literal = c;
    }
    position = end;
    int kind = quantifier();
    if (kind == LuaPattern.SINGLE && set == null) {
      kind = LuaPattern.BYTE;
    }
    add(kind, literal, set);
  }

  private int quantifier() {
    if (position == pattern.length) {
      return LuaPattern.SINGLE;
    }
    int kind =
        switch (at(position)) {
          case '?' -> LuaPattern.OPTIONAL;
          case '*' -> LuaPattern.STAR;
          case '+' -> LuaPattern.PLUS;
          case '-' -> LuaPattern.MINUS;
          default -> LuaPattern.SINGLE;
        };
    if (kind != LuaPattern.SINGLE) {
      position++;
    }
    return kind;
  }

  /** The index behind the class that begins at the current position. */
  private int classEnd() {
    int p = position;
    int c = at(p++);
    if (c == '%') {
      if (p >= pattern.length) {
        fault = ENDS_WITH_ESCAPE;
      }
      return p + 1;
    }
    return c == '[' ? bracketEnd(p) : p;
  }

  private int bracketEnd(int from) {
    int p = from;
    if (p < pattern.length && at(p) == '^') {
      p++;
    }
    do {
      if (p >= pattern.length) {
        fault = MISSING_BRACKET;
        return p;
      }
      if (at(p++) == '%' && p < pattern.length) {
        p++;
      }
    } while (p >= pattern.length || at(p) != ']');
    return p + 1;
  }

  /** The members of the set between the bracket at {@code open} and the one at {@code close}. */
  private boolean[] bracketSet(int open, int close) {
    boolean[] set = new boolean[256];
    boolean complement = at(open + 1) == '^';
    int p = complement ? open + 2 : open + 1;
    while (p < close) {
      int c = at(p);
      if (c == '%') {
        addEscaped(set, at(p + 1));
        p += 2;
      } else if (at(p + 1) == '-' && p + 2 < close) {
        int high = at(p + 2);
        if (c <= high) {
          Arrays.fill(set, c, high + 1, true);
        }
        p += 3;
      } else {
        set[c] = true;
        p++;
      }
    }
    if (complement) {
      for (int i = 0; i < set.length; i++) {
        set[i] = !set[i];
      }
    }
    return set;
  }

  private static void addEscaped(boolean[] set, int letter) {
    boolean[] members = CharacterClass.named(letter);
    if (members == null) {
      set[letter] = true;
      return;
    }
    for (int i = 0; i < set.length; i++) {
      set[i] |= members[i];
    }
  }

  private int at(int index) {
    return pattern[index] & 0xff;
  }

  private void add(int kind, int argument, boolean[] set) {
    if (count == kinds.length) {
      kinds = Arrays.copyOf(kinds, count * 2);
      arguments = Arrays.copyOf(arguments, count * 2);
      sets = Arrays.copyOf(sets, count * 2);
    }
    kinds[count] = kind;
    arguments[count] = argument;
    sets[count] = set;
    count++;
  }
}
