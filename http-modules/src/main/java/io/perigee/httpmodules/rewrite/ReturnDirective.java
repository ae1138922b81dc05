package io.perigee.httpmodules.rewrite;

import io.perigee.conf.directive.Directive;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.Responses;
import io.perigee.http.phase.script.Script;
import io.perigee.http.request.Request;
import io.perigee.http.variable.RequestVariables;

/** {@code return code [text]}, {@code return code URL} and {@code return URL}. */
final class ReturnDirective {
  private static final int MAX_STATUS = 999;

  private ReturnDirective() {}

  static void add(Directive d) {
    long number = Ascii.parseDecimal(Ascii.latin1(d.arg(0)));
    if (number == Ascii.NOT_A_NUMBER) {
      if (d.count() != 1 || !isUrl(d.arg(0))) {
        throw invalid(d);
      }
      addSending(d, 302, d.arg(0));
      return;
    }
    if (number > MAX_STATUS) {
      throw invalid(d);
    }
    int status = (int) number;
    if (d.count() == 2) {
      addSending(d, status, d.arg(1));
    } else if (status < 400) {
      addSending(d, status, "");
    } else {
      Outcome outcome = Outcome.status(status);
      Script.of(d).add(state -> state.finish(outcome));
    }
  }

  private static boolean isUrl(String text) {
    return text.startsWith("http://") || text.startsWith("https://") || text.startsWith("$scheme");
  }

  private static RuntimeException invalid(Directive d) {
    return d.error("invalid return code \"" + d.arg(0) + "\"");
  }

  private static void addSending(Directive d, int status, String text) {
    ComplexValue<Request> value = RequestVariables.compile(d, text);
    boolean empty = text.isEmpty();
    Script.of(d)
        .add(
            state ->
                state.finish(
                    empty && status >= 400
                        ? Outcome.status(status)
                        : Responses.send(state.request(), status, value)));
  }
}
