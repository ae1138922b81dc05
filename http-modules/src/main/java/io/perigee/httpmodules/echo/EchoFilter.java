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
    Chain out = new Chain();
    if (!state.beforeSent) {
      state.beforeSent = true;
      addTexts(r, r.settings().get(EchoModule.BEFORE_BODY), out);
    }
    List<EchoCommand> after = r.settings().get(EchoModule.AFTER_BODY);
    boolean ends = r.isSubrequest() ? in.hasLastInChain() : in.hasLast();
    if (!ends || after.isEmpty()) {
      return next.write(r, out.addAll(in));
    }
    state.afterSent = true;
    boolean flush = false;
    for (int i = 0; i < in.size(); i++) {
      Buf buf = in.get(i);
      flush |= buf.flush();
      if (!buf.isSpecial()) {
        out.add(buf.last(false).lastInChain(false));
      }
    }
    addTexts(r, after, out);
    out.add(r.isSubrequest() ? Buf.lastOfSubrequest() : Buf.lastBuf().flush(flush));
    return next.write(r, out);
  }

  private static void addTexts(Request r, List<EchoCommand> commands, Chain out) {
    for (EchoCommand command : commands) {
      byte[] text = EchoText.line(command.evaluate(r));
      if (text.length > 0) {
        out.add(Buf.of(text));
      }
    }
  }
}
