package io.perigee.http.phase;

import io.perigee.http.request.Request;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of all phases of one configuration, laid out in one flat list (nginx's {@code
 * ngx_http_phase_engine_t}). Each phase has its own checker, which reads the handlers' {@link
 * Outcome}. {@link PhaseEngine} runs the list.
 */
public final class PhaseTable {
  private record Step(Checker checker, @Nullable PhaseHandler handler, int next) {}

  /** Reads a handler's outcome; true means "go on", false "wait or ended". */
  @FunctionalInterface
  interface Checker {
    boolean check(Request r, @Nullable PhaseHandler handler, int next);
  }

  private final Step[] steps;
  private final int serverRewriteIndex;
  private final int locationRewriteIndex;
  private final PhaseHandler[] logHandlers;

  private PhaseTable(Step[] steps, int serverRewrite, int locationRewrite, PhaseHandler[] log) {
    this.steps = steps;
    this.serverRewriteIndex = serverRewrite;
    this.locationRewriteIndex = locationRewrite;
    this.logHandlers = log;
  }

  /** Lays out the list of steps for the handlers that the modules registered. */
  public static PhaseTable build(EnumMap<Phase, List<PhaseHandler>> handlers) {
    List<Step> steps = new ArrayList<>();
    int serverRewrite = -1;
    int locationRewrite = -1;
    for (Phase phase : Phase.values()) {
      List<PhaseHandler> own = handlers.getOrDefault(phase, List.of());
      int here = steps.size();
      switch (phase) {
        case SERVER_REWRITE -> {
          serverRewrite = here;
          addAll(steps, own, PhaseCheckers::rewrite, here + own.size());
        }
        case FIND_CONFIG -> steps.add(new Step(PhaseCheckers::findConfig, null, here));
        case REWRITE -> {
          locationRewrite = here;
          addAll(steps, own, PhaseCheckers::rewrite, here + own.size());
        }
        case POST_REWRITE ->
            steps.add(new Step(PhaseCheckers::postRewrite, null, findConfig(locationRewrite)));
        case ACCESS -> addAll(steps, own, PhaseCheckers::access, here + own.size() + 1);
        case POST_ACCESS -> steps.add(new Step(PhaseCheckers::postAccess, null, here + 1));
        case CONTENT -> addContent(steps, own);
        case LOG -> {}
        default -> addAll(steps, own, PhaseCheckers::generic, here + own.size());
      }
    }
    List<PhaseHandler> log = handlers.getOrDefault(Phase.LOG, List.of());
    return new PhaseTable(
        steps.toArray(Step[]::new),
        serverRewrite,
        locationRewrite,
        log.toArray(PhaseHandler[]::new));
  }

  /** The step before the first rewrite handler is the one that searches the location. */
  private static int findConfig(int locationRewrite) {
    return locationRewrite - 1;
  }

  private static void addAll(
      List<Step> steps, List<PhaseHandler> handlers, Checker checker, int next) {
    for (PhaseHandler handler : handlers) {
      steps.add(new Step(checker, handler, next));
    }
  }

  private static void addContent(List<Step> steps, List<PhaseHandler> handlers) {
    for (PhaseHandler handler : handlers) {
      steps.add(new Step(PhaseCheckers::content, handler, -1));
    }
    steps.add(new Step(PhaseCheckers::noContent, null, -1));
  }

  /**
   * Where a request begins: at the first phase, or at SERVER_REWRITE after an internal redirect.
   */
  int startOf(Request r) {
    return r.internal() ? serverRewriteIndex : 0;
  }

  /** The first step after the location search. */
  int locationRewriteIndex() {
    return locationRewriteIndex;
  }

  /** Does the request's present step; true means that there is more to do now. */
  boolean step(Request r) {
    Step step = steps[r.phaseHandlerIndex()];
    return step.checker().check(r, step.handler(), step.next());
  }

  /** The handlers of the LOG phase. */
  PhaseHandler[] logHandlers() {
    return logHandlers;
  }
}
