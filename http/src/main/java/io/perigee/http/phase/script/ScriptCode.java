package io.perigee.http.phase.script;

/** One step of a rewrite script; modules of any kind may add their own between others. */
@FunctionalInterface
public interface ScriptCode {
  /** Runs the step; it may leave a status in the state, change the URI or stop the script. */
  void run(ScriptState state);
}
