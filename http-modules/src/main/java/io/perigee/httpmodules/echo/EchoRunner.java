package io.perigee.httpmodules.echo;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.filter.Buf;
import io.perigee.http.filter.Chain;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.ResponseNames;
import io.perigee.http.phase.Responses;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestBody;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the commands of a location one after the other. A command that must wait answers DONE after
 * it has counted the request up; the event that it waits for calls {@link #resume}.
 */
final class EchoRunner {
  private EchoRunner() {}

  /** The content handler of locations with echo commands. */
  static Outcome handle(Request r) {
    return run(r);
  }

  /** Goes on after a wait. */
  static void resume(Request r) {
    r.finish(run(r));
  }

  private static Outcome run(Request r) {
    EchoState state = EchoState.of(r);
    List<EchoCommand> commands = r.settings().get(EchoModule.COMMANDS);
    while (state.next < commands.size()) {
      EchoCommand command = commands.get(state.next++);
      Outcome outcome = step(r, state, command);
      if (outcome != Outcome.OK) {
        return outcome;
      }
      if (r.headerOnly() && r.headerSent()) {
        return Outcome.OK;
      }
    }
    Outcome header = sendHeader(r);
    if (Responses.endsAfterHeader(r, header)) {
      return header;
    }
    return r.sendSpecialLast();
  }

  private static Outcome step(Request r, EchoState state, EchoCommand command) {
    byte[][] args = command.evaluate(r);
    return switch (command.kind()) {
      case ECHO -> send(r, EchoText.line(args));
      case DUPLICATE -> duplicate(r, args);
      case FLUSH -> flush(r);
      case SLEEP -> EchoSleep.sleep(r, state, args[0]);
      case BLOCKING_SLEEP -> EchoSleep.block(r, args[0]);
      case RESET_TIMER -> {
        r.worker().clock().update();
        state.timerBegin = r.worker().clock().millis();
        yield Outcome.OK;
      }
      case READ_REQUEST_BODY -> readBody(r, state);
      case REQUEST_BODY -> sendBody(r);
      case LOCATION, LOCATION_ASYNC, SUBREQUEST, SUBREQUEST_ASYNC ->
          subrequest(r, state, command.kind(), args);
      case FOREACH_SPLIT -> beginLoop(r, state, args);
      case END -> endLoop(state);
      case EXEC -> exec(r, args);
      case ABORT_PARENT -> Outcome.OK;
    };
  }

  /** Sends the response header once. */
  static Outcome sendHeader(Request r) {
    if (r.headerSent()) {
      return Outcome.OK;
    }
    r.headersOut().status(r.settings().get(EchoModule.STATUS));
    Responses.setContentType(r);
    r.headersOut().clearContentLength();
    r.headersOut().remove(ResponseNames.ACCEPT_RANGES);
    return r.sendHeader();
  }

  private static Outcome send(Request r, byte[] text) {
    Outcome header = sendHeader(r);
    if (Responses.endsAfterHeader(r, header)) {
      return header;
    }
    if (text.length == 0) {
      return Outcome.OK;
    }
    return normal(r.output(Chain.of(Buf.of(text))));
  }

  /** Output that waits for the client is no reason to stop. */
  private static Outcome normal(Outcome outcome) {
    return outcome == Outcome.AGAIN ? Outcome.OK : outcome;
  }

  private static Outcome duplicate(Request r, byte[][] args) {
    byte[] text = EchoText.duplicate(args[0], args[1]);
    if (text == null) {
      r.log(Level.ERROR, "invalid size specified: \"" + Ascii.string(args[0]) + "\"");
      return Outcome.status(500);
    }
    return send(r, text);
  }

  private static Outcome flush(Request r) {
    Outcome header = sendHeader(r);
    return Responses.endsAfterHeader(r, header) ? header : normal(r.sendSpecialFlush());
  }

  /** The body is read before the first subrequest, which shares it. */
  private static Outcome subrequest(
      Request r, EchoState state, EchoCommand.Kind kind, byte[][] args) {
    if (r.body() == null && !state.bodyRead) {
      state.bodyRead = true;
      Outcome outcome = readBody(r, state);
      if (outcome != Outcome.OK) {
        state.next -= outcome == Outcome.DONE ? 1 : 0;
        return outcome;
      }
    }
    return EchoSubrequest.start(r, kind, args);
  }

  private static Outcome readBody(Request r, EchoState state) {
    Outcome outcome = r.readBody(EchoRunner::bodyRead);
    if (outcome == Outcome.AGAIN) {
      state.waitsForBody = true;
      return Outcome.DONE;
    }
    if (outcome == Outcome.OK) {
      r.main().count(-1);
    }
    return outcome;
  }

  private static void bodyRead(Request r) {
    EchoState state = EchoState.of(r);
    if (state.waitsForBody) {
      state.waitsForBody = false;
      resume(r);
    }
  }

  private static Outcome sendBody(Request r) {
    RequestBody body = r.body();
    if (body == null || body.isEmpty()) {
      return Outcome.OK;
    }
    Outcome header = sendHeader(r);
    if (Responses.endsAfterHeader(r, header)) {
      return header;
    }
    Chain chain = new Chain();
    for (Buf buf : body.bufs()) {
      chain.add(buf);
    }
    return normal(r.output(chain));
  }

  private static Outcome beginLoop(Request r, EchoState state, byte[][] args) {
    if (state.items != null) {
      r.log(Level.ERROR, "Nested echo_foreach_split not supported yet.");
      return Outcome.status(500);
    }
    byte[] delimiter = args[0];
    byte[] text = args[1];
    state.items = split(text, delimiter);
    state.item = 0;
    state.loopStart = state.next;
    if (state.items.isEmpty()) {
      skipLoop(r, state);
    }
    return Outcome.OK;
  }

  private static void skipLoop(Request r, EchoState state) {
    List<EchoCommand> commands = r.settings().get(EchoModule.COMMANDS);
    state.items = null;
    while (state.next < commands.size()
        && commands.get(state.next++).kind() != EchoCommand.Kind.END) {
      // commands of a loop without items do not run
    }
  }

  private static List<byte[]> split(byte[] text, byte[] delimiter) {
    List<byte[]> items = new ArrayList<>();
    int start = 0;
    while (start <= text.length) {
      int end = delimiter.length == 0 ? -1 : Ascii.indexOf(text, delimiter, start);
      int stop = end < 0 ? text.length : end;
      if (stop > start) {
        items.add(Ascii.slice(text, start, stop));
      }
      start = end < 0 ? text.length + 1 : end + delimiter.length;
    }
    return items;
  }

  private static Outcome endLoop(EchoState state) {
    List<byte[]> items = state.items;
    if (items == null) {
      return Outcome.OK;
    }
    state.item++;
    if (state.item < items.size()) {
      state.next = state.loopStart;
    } else {
      state.items = null;
    }
    return Outcome.OK;
  }

  private static Outcome exec(Request r, byte[][] args) {
    byte[] uri = args[0];
    byte @Nullable [] given = args.length > 1 && args[1].length > 0 ? args[1] : null;
    if (uri.length > 0 && uri[0] == '@') {
      return r.namedLocation(uri);
    }
    int question = Ascii.indexOf(uri, '?', 0);
    byte[] path = question < 0 ? uri : Ascii.slice(uri, 0, question);
    byte[] query = question < 0 ? Ascii.EMPTY : Ascii.slice(uri, question + 1, uri.length);
    if (given != null) {
      query = query.length == 0 ? given : Ascii.concat(query, new byte[] {'&'}, given);
    }
    return r.internalRedirect(path, query);
  }
}
