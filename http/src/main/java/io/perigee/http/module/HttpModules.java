package io.perigee.http.module;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Context;
import io.perigee.conf.directive.DirectiveHandler;
import io.perigee.conf.directive.DirectiveTable;
import io.perigee.conf.directive.Setting;
import io.perigee.core.variable.PrefixGetter;
import io.perigee.core.variable.Variable;
import io.perigee.core.variable.VariableGetter;
import io.perigee.core.variable.VariableTable;
import io.perigee.http.filter.BodyFilter;
import io.perigee.http.filter.HeaderFilter;
import io.perigee.http.phase.Phase;
import io.perigee.http.phase.PhaseHandler;
import io.perigee.http.request.Request;
import io.perigee.http.variable.SetFunctions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one registration page of the HTTP subsystem: all that a module can add stands here. A page
 * belongs to one reading of the configuration. Handlers of a phase, and filters of a place, run in
 * the order in which they were added, which is the order of the list of modules.
 */
public final class HttpModules {
  private final DirectiveTable directives;
  private final VariableTable<Request> variables;
  private final SetFunctions setFunctions = new SetFunctions();
  private final EnumMap<Phase, List<PhaseHandler>> handlers = new EnumMap<>(Phase.class);
  private final Map<FilterPlace, List<HeaderFilter>> headerFilters =
      new EnumMap<>(FilterPlace.class);
  private final Map<FilterPlace, List<BodyFilter>> bodyFilters = new EnumMap<>(FilterPlace.class);

  /** A page that puts directives and variables into these tables. */
  public HttpModules(DirectiveTable directives, VariableTable<Request> variables) {
    this.directives = directives;
    this.variables = variables;
  }

  /** Adds directives that are values. */
  public HttpModules settings(Setting<?>... settings) {
    directives.settings(settings);
    return this;
  }

  /** Adds a directive that acts. */
  public HttpModules directive(
      String name, Set<Context> contexts, Args args, DirectiveHandler handler) {
    directives.directive(name, contexts, args, handler);
    return this;
  }

  /** Adds a directive with a body in braces. */
  public HttpModules block(
      String name, Set<Context> contexts, Args args, DirectiveHandler handler) {
    directives.block(name, contexts, args, handler);
    return this;
  }

  /** Adds a directive with Lua source in braces. */
  public HttpModules luaBlock(
      String name, Set<Context> contexts, Args args, DirectiveHandler handler) {
    directives.luaBlock(name, contexts, args, handler);
    return this;
  }

  /** Adds a read-only variable whose value is kept once computed. */
  public HttpModules variable(String name, VariableGetter<Request> getter) {
    variables.add(name, getter);
    return this;
  }

  /** Adds a variable with flags or a setter. */
  public HttpModules variable(Variable<Request> variable) {
    variables.add(variable);
    return this;
  }

  /** Adds a family of variables such as {@code arg_}. */
  public HttpModules variablePrefix(
      String prefix, boolean noCacheable, PrefixGetter<Request> getter) {
    variables.addPrefix(prefix, getter, noCacheable);
    return this;
  }

  /** Adds a handler to a phase. */
  public HttpModules handler(Phase phase, PhaseHandler handler) {
    handlers.computeIfAbsent(phase, k -> new ArrayList<>()).add(handler);
    return this;
  }

  /** Adds a header filter at a place. */
  public HttpModules headerFilter(FilterPlace place, HeaderFilter filter) {
    headerFilters.computeIfAbsent(place, k -> new ArrayList<>()).add(filter);
    return this;
  }

  /** Adds a body filter at a place. */
  public HttpModules bodyFilter(FilterPlace place, BodyFilter filter) {
    bodyFilters.computeIfAbsent(place, k -> new ArrayList<>()).add(filter);
    return this;
  }

  /** The functions of one value that modules share. */
  public SetFunctions setFunctions() {
    return setFunctions;
  }

  /** The table of variables, for directives that define or use some. */
  public VariableTable<Request> variables() {
    return variables;
  }

  /** The handlers of all phases. */
  public EnumMap<Phase, List<PhaseHandler>> handlers() {
    return handlers;
  }

  /** All header filters in the order of their places. */
  public List<HeaderFilter> headerFilters() {
    return headerFilters.values().stream().flatMap(List::stream).toList();
  }

  /** All body filters in the order of their places. */
  public List<BodyFilter> bodyFilters() {
    return bodyFilters.values().stream().flatMap(List::stream).toList();
  }
}
