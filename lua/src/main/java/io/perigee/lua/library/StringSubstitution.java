package io.perigee.lua.library;

import io.perigee.lua.pattern.ByteBuilder;
import io.perigee.lua.pattern.CharacterClass;
import io.perigee.lua.pattern.LuaPattern;
import io.perigee.lua.pattern.PatternMatcher;
import io.perigee.lua.runtime.Calls;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.Indexing;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.NumberText;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.lua.value.SafePoint;

/**
 * {@code string.gsub} (Lua manual 5.4). The replacement function may yield: everything is in this
 * object and the Java frames above it.
 */
final class StringSubstitution {
  private final LuaString subject;
  private final byte[] bytes;
  private final PatternMatcher matcher;
  private final boolean anchored;
  private final Object replacement;
  private final byte[] template;
  private ByteBuilder out;

  StringSubstitution(
      LuaString subject, LuaPattern pattern, Object replacement, SafePoint safePoint) {
    this.subject = subject;
    this.bytes = subject.bytes();
    this.matcher = new PatternMatcher(pattern, bytes, safePoint);
    this.anchored = pattern.anchored();
    this.replacement = replacement;
    this.template =
        replacement instanceof Double d
            ? NumberText.format(d).bytes()
            : replacement instanceof LuaString s ? s.bytes() : null;
  }

  Object run(int limit) {
    int done = 0;
    int copied = 0;
    int from = 0;
    while (done < limit) {
      boolean found = anchored ? matcher.matchAt(from) : matcher.find(from);
      if (!found) {
        break;
      }
      done++;
      int start = matcher.start();
      int end = matcher.end();
      if (out == null) {
        out = new ByteBuilder(bytes.length + 16);
      }
      out.add(bytes, copied, start);
      if (replace(start, end)) {
        copied = end;
      } else {
        copied = start;
      }
      from = end;
      if (end == start) {
        from++;
      }
      if (from > bytes.length || anchored) {
        break;
      }
    }
    if (out == null) {
      return Results.of(subject, (double) done);
    }
    out.add(bytes, copied, bytes.length);
    return Results.of(LuaString.wrap(out.toBytes()), (double) done);
  }

  /** Appends the replacement of the current match; false where the match stays as it is. */
  private boolean replace(int start, int end) {
    if (template != null) {
      expand(start, end);
      return true;
    }
    Object value;
    if (replacement instanceof LuaTable table) {
      value = Indexing.index(table, Captures.get(subject, matcher, 0));
    } else {
      value = callback((LuaFunction) replacement);
    }
    if (!Conversions.isTruthy(value)) {
      return false;
    }
    if (value instanceof LuaString s) {
      out.add(s.bytes());
    } else if (value instanceof Double d) {
      out.add(NumberText.format(d).bytes());
    } else {
      String type = Conversions.typeName(value);
      throw LuaError.at(1, "invalid replacement value (a " + type + ")");
    }
    return true;
  }

  private Object callback(LuaFunction function) {
    int count = matcher.captureCount();
    if (count <= 1) {
      return Calls.first(function, Captures.get(subject, matcher, 0));
    }
    return Calls.first(Calls.call(function, Captures.all(subject, matcher, 0)));
  }

  private void expand(int start, int end) {
    int plain = 0;
    int i = 0;
    while (i < template.length) {
      if (template[i] != '%') {
        i++;
        continue;
      }
      out.add(template, plain, i);
      int c = i + 1 < template.length ? template[i + 1] & 0xff : 0;
      if (!CharacterClass.isDigit(c)) {
        out.add(c);
      } else if (c == '0') {
        out.add(bytes, start, end);
      } else {
        Captures.append(out, bytes, matcher, c - '1');
      }
      i += 2;
      plain = i;
    }
    if (plain < template.length) {
      out.add(template, plain, template.length);
    }
  }
}
