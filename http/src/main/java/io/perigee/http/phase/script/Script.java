package io.perigee.http.phase.script;

import io.perigee.conf.directive.ConfBlock;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.directive.Settings;
import io.perigee.http.request.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * The rewrite codes of one server or location in the order of their directives. A block's script is
 * not inherited, but the body of an {@code if} adds to the script of the block around it.
 */
public final class Script {
  /** Where a block keeps its script; only {@code isSet} tells whether the block has one itself. */
  public static final Setting<Script> SETTING = Setting.derived("rewrite script", new Script());

  private final List<ScriptCode> codes = new ArrayList<>();

  /** The script of the block in which a directive stands, made at its first use. */
  public static Script of(Directive directive) {
    Settings settings = directive.block().settings();
    if (!settings.isSet(SETTING)) {
      settings.set(SETTING, new Script());
    }
    return settings.get(SETTING);
  }

  /** Lets an inner block add to the script of the block around it. */
  public void shareWith(ConfBlock inner) {
    inner.settings().set(SETTING, this);
  }

  /** Adds a step at the end. */
  public void add(ScriptCode code) {
    codes.add(code);
  }

  /** Takes a place for a step that is made when what follows it is known; see {@link #set}. */
  public int reserve() {
    codes.add(state -> {});
    return codes.size() - 1;
  }

  /** Puts a step into a reserved place. */
  public void set(int place, ScriptCode code) {
    codes.set(place, code);
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
