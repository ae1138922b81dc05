package io.perigee.lua.library;

import io.perigee.lua.pattern.LuaPattern;
import io.perigee.lua.pattern.PatternException;
import io.perigee.lua.pattern.PatternMatcher;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.Results;
import io.perigee.lua.value.SafePoint;

/** The iterator that {@code string.gmatch} gives. */
final class MatchIterator extends UnaryFunction {
  private final LuaString subject;
  private final PatternMatcher matcher;
  private int position;

  MatchIterator(LuaString subject, LuaPattern pattern, SafePoint safePoint) {
    super("gmatch_aux");
    this.subject = subject;
    this.matcher = new PatternMatcher(pattern, subject.bytes(), safePoint);
  }

  @Override
  Object call(Object ignored, int given) {
    try {
      if (position > subject.length() || !matcher.find(position)) {
        position = subject.length() + 1;
        return Results.EMPTY;
      }
      int end = matcher.end();
      position = end == matcher.start() ? end + 1 : end;
      return matcher.captureCount() <= 1
          ? Captures.get(subject, matcher, 0)
          : Results.of(Captures.all(subject, matcher, 0));
    } catch (PatternException e) {
      throw LuaError.at(1, e.getMessage());
    }
  }
}
