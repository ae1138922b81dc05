package io.perigee.http.request;

import io.perigee.conf.directive.Settings;
import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.connection.HttpConnection;
import io.perigee.http.connection.InputUser;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.filter.Buf;
import io.perigee.http.phase.Outcome;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads or drops the body of a main request (nginx's {@code ngx_http_request_body.c}). States: NEW,
 * READING (to memory, then to a file when it grows beyond client_body_buffer_size), DISCARDING,
 * DONE. The connection tells of input, of its end and of time-outs.
 */
public final class BodyReader implements InputUser {
  private enum State {
    NEW,
    READING,
    DISCARDING,
    DONE
  }

  private static final byte[] CONTINUE = Ascii.latin1("HTTP/1.1 100 Continue\r\n\r\n");
  private static final byte[] HUNDRED_CONTINUE = Ascii.latin1("100-continue");
  private static final RequestEvent IGNORE = r -> {};

  private final Request main;
  private final HttpConnection connection;
  private State state = State.NEW;
  private long rest;
  private @Nullable ChunkedDecoder chunked;
  private long received;
  private long headerRoom;
  private long withHeader;
  private long wire;
  private byte[] memory = Ascii.EMPTY;
  private int memorySize;
  private @Nullable TempFile file;
  private Request reader;
  private RequestEvent whenRead = IGNORE;

  BodyReader(Request main) {
    this.main = main;
    this.connection = main.connection();
    this.reader = main;
  }

  /** Whether the body is being read. */
  public boolean reading() {
    return state == State.READING;
  }

  Outcome read(Request r, RequestEvent done) {
    main.count(1);
    if (r != main || main.body() != null || main.is(RequestFlag.DISCARD_BODY)) {
      done.happened(r);
      return Outcome.OK;
    }
    if (!expectContinue()) {
      main.count(-1);
      return Outcome.status(500);
    }
    main.body(new RequestBody());
    reader = r;
    whenRead = done;
    RequestHeaders headers = main.headersIn();
    boolean discarded = state == State.DONE;
    if (discarded || (headers.contentLength() < 0 && !headers.chunked())) {
      state = State.DONE;
      done.happened(r);
      return Outcome.OK;
    }
    begin(headers);
    state = State.READING;
    if (headers.contentLength() == 0 && !headers.chunked()) {
      return finishReading() ? Outcome.OK : failed(500);
    }
    Outcome outcome = consume();
    if (outcome == Outcome.AGAIN) {
      connection.startBody(this, timeout());
    } else if (outcome.isStatus()) {
      state = State.DONE;
      main.count(-1);
    }
    return outcome;
  }

  private Outcome failed(int status) {
    state = State.DONE;
    main.count(-1);
    return Outcome.status(status);
  }

  private void begin(RequestHeaders headers) {
    long headerBuffer = main.settings().get(CoreSettings.CLIENT_HEADER_BUFFER_SIZE);
    int here = connection.input().end() - connection.input().position();
    headerRoom = Math.max(0, headerBuffer - main.requestLength());
    withHeader = Math.min(here, headerRoom);
    rest = headers.contentLength();
    if (headers.chunked()) {
      chunked = new ChunkedDecoder();
      rest = -1;
    }
  }

  private long timeout() {
    return main.settings().get(CoreSettings.CLIENT_BODY_TIMEOUT);
  }

  /** Answers "Expect: 100-continue" once; false if that could not be sent. */
  public boolean expectContinue() {
    if (main.is(RequestFlag.EXPECT_TESTED)
        || main.version() < 1001
        || !main.headersIn().has(KnownHeader.EXPECT)) {
      return true;
    }
    main.set(RequestFlag.EXPECT_TESTED, true);
    byte[] expect = main.headersIn().value(KnownHeader.EXPECT);
    if (expect == null || !Ascii.equalsIgnoreCase(expect, HUNDRED_CONTINUE)) {
      return true;
    }
    connection.output().put(CONTINUE);
    connection.flush();
    return !connection.error();
  }

  /** Drops the body; OK when all of it has come, or none is there. */
  Outcome discard(Request r) {
    if (!expectContinue()) {
      return Outcome.status(500);
    }
    RequestHeaders headers = main.headersIn();
    if (state != State.NEW || (headers.contentLength() <= 0 && !headers.chunked())) {
      return Outcome.OK;
    }
    begin(headers);
    state = State.DISCARDING;
    Outcome outcome = consume();
    if (outcome == Outcome.OK) {
      state = State.DONE;
      main.set(RequestFlag.LINGERING_CLOSE, false);
      return outcome;
    }
    if (outcome != Outcome.AGAIN) {
      state = State.DONE;
      return outcome;
    }
    main.count(1);
    main.set(RequestFlag.DISCARD_BODY, true);
    connection.startBody(this, main.settings().get(CoreSettings.LINGERING_TIMEOUT));
    return Outcome.OK;
  }

  /** The request is being finalized while this still drops input: from now on time is short. */
  public void finalizing() {
    if (state == State.DISCARDING) {
      connection.startBody(this, main.settings().get(CoreSettings.LINGERING_TIMEOUT));
    }
  }

  /** The connection has received more. */
  @Override
  public void received() {
    Outcome outcome = consume();
    if (outcome == Outcome.AGAIN) {
      connection.startBody(
          this,
          state == State.READING ? timeout() : main.settings().get(CoreSettings.LINGERING_TIMEOUT));
      return;
    }
    connection.stopBody();
    if (state == State.DISCARDING) {
      state = State.DONE;
      main.set(RequestFlag.DISCARD_BODY, outcome != Outcome.OK);
      main.set(RequestFlag.LINGERING_CLOSE, false);
      if (outcome != Outcome.OK) {
        connection.failed();
      }
      main.finish(outcome == Outcome.OK ? Outcome.DONE : Outcome.ERROR);
      return;
    }
    if (outcome.isStatus()) {
      state = State.DONE;
      reader.finish(outcome);
    }
  }

  /** The client has ended its side before the body was complete. */
  @Override
  public void ended() {
    connection.stopBody();
    boolean wasReading = state == State.READING;
    state = State.DONE;
    if (!wasReading) {
      main.set(RequestFlag.DISCARD_BODY, false);
      connection.failed();
      main.finish(Outcome.ERROR);
      return;
    }
    main.log(Level.INFO, "client prematurely closed connection");
    connection.failed();
    reader.finish(Outcome.status(400));
  }

  /** The client has sent nothing for too long. */
  @Override
  public void timedOut() {
    connection.stopBody();
    boolean wasReading = state == State.READING;
    state = State.DONE;
    connection.timedOut(true);
    if (!wasReading) {
      connection.failed();
      main.finish(Outcome.ERROR);
      return;
    }
    main.log(Level.INFO, "client timed out (110: Connection timed out)");
    reader.finish(Outcome.status(408));
  }

  /** Takes the input that is there: OK for a complete body, AGAIN, or a status. */
  private Outcome consume() {
    int before = connection.input().position();
    Outcome outcome = chunked == null ? consumeLength() : consumeChunks(chunked);
    if (state == State.READING) {
      main.addRequestLength(connection.input().position() - before);
    }
    if (outcome == Outcome.OK && state == State.READING) {
      return finishReading() ? Outcome.OK : Outcome.status(500);
    }
    return outcome;
  }

  private Outcome consumeLength() {
    int from = connection.input().position();
    int to = (int) Math.min(connection.input().end(), from + rest);
    rest -= to - from;
    if (!take(connection.input().bytes(), from, to)) {
      return Outcome.status(500);
    }
    connection.input().use(to);
    return rest == 0 ? Outcome.OK : Outcome.AGAIN;
  }

  private Outcome consumeChunks(ChunkedDecoder decoder) {
    while (true) {
      byte[] bytes = connection.input().bytes();
      wire -= connection.input().position();
      ChunkedDecoder.Step step =
          decoder.next(bytes, connection.input().position(), connection.input().end());
      connection.input().use(decoder.pos);
      wire += decoder.pos;
      switch (step) {
        case DATA -> {
          if (tooLarge(decoder)) {
            return Outcome.status(413);
          }
          received += decoder.dataEnd - decoder.dataStart;
          if (!take(bytes, decoder.dataStart, decoder.dataEnd)) {
            return Outcome.status(500);
          }
        }
        case MORE_NEEDED -> {
          return tooLarge(decoder) ? Outcome.status(413) : Outcome.AGAIN;
        }
        case END -> {
          main.headersIn().contentLength(received);
          return Outcome.OK;
        }
        case INVALID -> {
          main.log(Level.ERROR, "client sent invalid chunked body");
          return Outcome.status(400);
        }
      }
    }
  }

  private boolean tooLarge(ChunkedDecoder decoder) {
    long max = main.settings().get(CoreSettings.CLIENT_MAX_BODY_SIZE);
    long chunk = decoder.left() + Math.max(0, decoder.dataEnd - decoder.dataStart);
    if (state != State.READING || max == 0 || !decoder.inData() || max - received >= chunk) {
      return false;
    }
    main.log(
        Level.ERROR,
        "client intended to send too large chunked body: " + received + "+" + chunk + " bytes");
    main.set(RequestFlag.LINGERING_CLOSE, true);
    return true;
  }

  private boolean take(byte[] bytes, int from, int to) {
    if (state != State.READING || from == to) {
      return true;
    }
    TempFile target = file;
    try {
      if (target == null && !fits()) {
        target = memoryToFile();
      }
      if (target != null) {
        target.append(bytes, from, to);
        return true;
      }
    } catch (IOException failed) {
      main.log(Level.CRIT, "cannot write the request body: " + failed.getMessage());
      return false;
    }
    toMemory(bytes, from, to);
    return true;
  }

  /**
   * As in nginx, what came in the header's buffer behind the header needs no other one. Where the
   * length is known, the rest of the header's buffer is used as well if that is enough for all, and
   * else nearly a quarter more than the buffer's size is allowed. Chunks take room as they come,
   * with their sizes.
   */
  private boolean fits() {
    Settings settings = main.settings();
    if (main.is(RequestFlag.BODY_IN_FILE_ONLY)) {
      return false;
    }
    long size = settings.get(CoreSettings.CLIENT_BODY_BUFFER_SIZE);
    if (rest < 0) {
      return wire - withHeader <= size;
    }
    long length = main.headersIn().contentLength();
    return (withHeader > 0 && length <= headerRoom) || length - withHeader < size + (size >> 2);
  }

  private void toMemory(byte[] bytes, int from, int to) {
    int needed = memorySize + to - from;
    if (needed > memory.length) {
      long announced = rest >= 0 ? main.headersIn().contentLength() : 0;
      int length = (int) Math.max(announced, Math.max(needed, memory.length * 2L));
      memory = Arrays.copyOf(memory, length);
    }
    System.arraycopy(bytes, from, memory, memorySize, to - from);
    memorySize = needed;
  }

  private TempFile memoryToFile() throws IOException {
    TempFile target = openFile();
    target.append(memory, 0, memorySize);
    memory = Ascii.EMPTY;
    memorySize = 0;
    return target;
  }

  private TempFile openFile() throws IOException {
    TempFile opened = BodyFiles.open(main);
    file = opened;
    opened.closeWith(main);
    noteFile(opened);
    return opened;
  }

  /** A file that was asked for is less worth telling. */
  private void noteFile(TempFile target) {
    if (main.is(RequestFlag.BODY_FILE_UNTOLD)) {
      return;
    }
    boolean asked =
        main.settings().get(CoreSettings.CLIENT_BODY_IN_FILE_ONLY) != CoreSettings.BodyInFile.OFF;
    main.log(
        asked ? Level.NOTICE : Level.WARN,
        "a client request body is buffered to a temporary file " + target.path());
  }

  private boolean finishReading() {
    state = State.DONE;
    RequestBody body = main.body();
    if (body == null) {
      return false;
    }
    try {
      TempFile target = file;
      if (target == null && main.is(RequestFlag.BODY_IN_FILE_ONLY)) {
        target = openFile();
      } else if (target == null && memorySize > 0 && !fits()) {
        target = memoryToFile();
      }
      if (target != null) {
        body.inFile(target);
      } else if (memorySize > 0) {
        body.add(Buf.of(memory, 0, memorySize));
      }
    } catch (IOException failed) {
      main.log(Level.CRIT, "cannot write the request body: " + failed.getMessage());
      return false;
    }
    connection.stopBody();
    whenRead.happened(reader);
    return true;
  }
}
