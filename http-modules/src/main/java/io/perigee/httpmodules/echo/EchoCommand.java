package io.perigee.httpmodules.echo;

import io.perigee.core.variable.ComplexValue;
import io.perigee.http.request.Request;
import java.util.List;

/** One directive of the echo module in a location: what to do, with values to be evaluated. */
record EchoCommand(Kind kind, List<ComplexValue<Request>> args) {
  /** The directives that run in the content phase, and the two that run in the filters. */
  enum Kind {
    ECHO,
    DUPLICATE,
    FLUSH,
    SLEEP,
    BLOCKING_SLEEP,
    RESET_TIMER,
    READ_REQUEST_BODY,
    REQUEST_BODY,
    LOCATION,
    LOCATION_ASYNC,
    SUBREQUEST,
    SUBREQUEST_ASYNC,
    FOREACH_SPLIT,
    END,
    EXEC,
    ABORT_PARENT
  }

  /** The arguments for a request. */
  byte[][] evaluate(Request r) {
    byte[][] values = new byte[args.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = args.get(i).evaluate(r);
    }
    return values;
  }
}
