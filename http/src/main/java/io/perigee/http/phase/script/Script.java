package io.perigee.http.phase.script;

import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Key;
import io.perigee.http.request.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * The rewrite codes of one server or location in the order of their directives. It is attached to
 * the block under {@link #KEY} while the configuration is read.
 */
public final class Script {
  /** Where a server or location block keeps its script. */
  public static final Key<Script> KEY = new Key<>("rewrite script");

  private final List<ScriptCode> codes = new ArrayList<>();

  /** The script of the block in which a directive stands, made at its first use. */
  public static Script of(Directive directive) {
    Script script = directive.block().attached(KEY);
    if (script == null) {
      script = new Script();
      directive.block().attach(KEY, script);
    }
    return script;
  }

  /** Adds a step at the end. */
  public void add(ScriptCode code) {
    codes.add(code);
  }

  /** Puts all steps of another script at the end; used for the body of an if block. */
  public void addAll(Script other) {
    codes.addAll(other.codes);
  }

  /** How many steps the script has. */
  public int size() {
    return codes.size();
  }

  /** Runs the steps until the end or until one finishes the script. */
  public ScriptState run(Request request) {
    ScriptState state = new ScriptState(request);
    int at = state.advance();
    while (at < codes.size()) {
      codes.get(at).run(state);
      if (state.finished()) {
        break;
      }
      at = state.advance();
    }
    return state;
  }
}
