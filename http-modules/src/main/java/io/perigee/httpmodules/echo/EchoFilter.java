package io.perigee.httpmodules.echo;

import io.perigee.http.filter.BodyFilter;
import io.perigee.http.filter.Buf;
import io.perigee.http.filter.Chain;
import io.perigee.http.filter.HeaderFilter;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;
import java.util.List;

/** {@code echo_before_body} and {@code echo_after_body}: text around what a location sends. */
final class EchoFilter {
  private EchoFilter() {}

  static Outcome header(Request r, HeaderFilter.Next next) {
    if (hasText(r)) {
      r.headersOut().clearContentLength();
      r.headersOut().remove(io.perigee.http.phase.ResponseNames.ACCEPT_RANGES);
    }
    return next.send(r);
  }

  private static boolean hasText(Request r) {
    return !r.settings().get(EchoModule.BEFORE_BODY).isEmpty()
        || !r.settings().get(EchoModule.AFTER_BODY).isEmpty();
  }

  static Outcome body(Request r, Chain in, BodyFilter.Next next) {
    if (in.isEmpty() || r.headerOnly() || !hasText(r)) {
      return next.write(r, in);
    }
    EchoState state = EchoState.of(r);
    if (state.afterSent) {
      return next.write(r, in);
    }
    if (!state.beforeSent) {
      state.beforeSent = true;
      if (send(r, r.settings().get(EchoModule.BEFORE_BODY), next) == Outcome.ERROR) {
        return Outcome.ERROR;
      }
    }
    List<EchoCommand> after = r.settings().get(EchoModule.AFTER_BODY);
    boolean ends = r.isSubrequest() ? in.hasLastInChain() : in.hasLast();
    if (!ends || after.isEmpty()) {
      return next.write(r, in);
    }
    state.afterSent = true;
    Chain out = new Chain();
    for (int i = 0; i < in.size(); i++) {
      Buf buf = in.get(i);
      if (!buf.isSpecial()) {
        out.add(buf.last(false).lastInChain(false));
      }
    }
    if ((!out.isEmpty() && next.write(r, out) == Outcome.ERROR)
        || send(r, after, next) == Outcome.ERROR) {
      return Outcome.ERROR;
    }
    return next.write(r, Chain.of(r.isSubrequest() ? Buf.lastOfSubrequest() : Buf.lastBuf()));
  }

  private static Outcome send(Request r, List<EchoCommand> commands, BodyFilter.Next next) {
    Outcome outcome = Outcome.OK;
    for (EchoCommand command : commands) {
      byte[] text = EchoText.line(command.evaluate(r));
      if (text.length > 0 && outcome != Outcome.ERROR) {
        outcome = next.write(r, Chain.of(Buf.of(text)));
      }
    }
    return outcome;
  }
}
