package io.perigee.httpmodules.memcached;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.core.text.HttpDate;
import io.perigee.core.text.UriEscape;
import io.perigee.core.variable.Variable;
import io.perigee.http.filter.Buf;
import io.perigee.http.phase.Outcome;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestBody;
import io.perigee.http.upstream.HttpReplyBody;
import io.perigee.http.upstream.ReceivedBytes;
import io.perigee.http.upstream.Reply;
import io.perigee.http.upstream.ReplyBody;
import io.perigee.http.upstream.RequestBytes;
import io.perigee.http.upstream.UpstreamProtocol;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One command of memcached. What the server answers is the response's body as it came, but for a
 * value, which is the body alone, and for NOT_FOUND, which is status 404.
 */
final class MemcRequest implements UpstreamProtocol {
  private static final byte[] CRLF = Ascii.latin1("\r\n");
  private static final byte[] END = Ascii.latin1("END\r\n");
  private static final byte[] LAST_MODIFIED = Ascii.latin1("Last-Modified");
  private static final byte[] ZERO = {'0'};

  private final Request r;
  private final MemcModule.Variables variables;
  private final MemcCommand command;
  private byte[] key = Ascii.EMPTY;
  private boolean value;

  MemcRequest(Request r, MemcModule.Variables variables, MemcCommand command) {
    this.r = r;
    this.variables = variables;
    this.command = command;
  }

  @Override
  public String scheme() {
    return "memcached://";
  }

  @Override
  public byte[] uri() {
    return Ascii.EMPTY;
  }

  @Override
  public boolean sendsBody() {
    return false;
  }

  @Override
  public boolean interceptsNotFound() {
    return true;
  }

  @Override
  public Outcome createRequest(Request request, RequestBytes to) {
    to.add(command.word());
    if (command.hasKey()) {
      byte[] name = variables.key().indexedValue(r);
      if (name == null || name.length == 0) {
        r.log(Level.ERROR, "the \"$memc_key\" variable is not set");
        return Outcome.status(400);
      }
      key = UriEscape.MEMCACHED.escape(name);
      to.add(' ').add(key);
    }
    Outcome outcome = command.stores() ? addStorage(to) : addArguments(to);
    return outcome;
  }

  private Outcome addStorage(RequestBytes to) {
    byte[] flags = number(variables.flags(), ZERO);
    byte[] expiry = number(variables.expiry(), ZERO);
    byte[] content = content();
    if (flags == null || expiry == null) {
      return Outcome.status(400);
    }
    if (content == null) {
      r.log(Level.ERROR, "neither the \"$memc_value\" variable nor the request body is available");
      return Outcome.status(400);
    }
    to.add(' ').add(flags).add(' ').add(expiry).add(' ').add(Ascii.decimal(content.length));
    to.add(CRLF).add(content).add(CRLF);
    return Outcome.OK;
  }

  private byte @Nullable [] content() {
    byte[] given = variables.value().indexedValue(r);
    if (given != null) {
      return given;
    }
    RequestBody body = r.body();
    if (body == null) {
      return null;
    }
    byte[] memory = body.inMemory();
    if (memory != null) {
      return memory;
    }
    RequestBytes all = new RequestBytes();
    try {
      for (Buf buf : body.bufs()) {
        all.add(buf.content());
      }
    } catch (IOException failed) {
      r.log(Level.CRIT, "read() failed (" + failed.getMessage() + ")");
      return null;
    }
    return all.toBytes();
  }

  private Outcome addArguments(RequestBytes to) {
    byte[] argument =
        switch (command) {
          case INCR, DECR, VERBOSITY -> number(variables.value(), null);
          case DELETE, FLUSH_ALL -> number(variables.expiry(), Ascii.EMPTY);
          default -> Ascii.EMPTY;
        };
    if (argument == null) {
      return Outcome.status(400);
    }
    if (argument.length > 0) {
      to.add(' ').add(argument);
    }
    to.add(CRLF);
    return Outcome.OK;
  }

  /** The digits in a variable; null, with a message, for other text or a missing value. */
  private byte @Nullable [] number(Variable<Request> variable, byte @Nullable [] usual) {
    byte[] text = variable.indexedValue(r);
    if (text == null || text.length == 0) {
      if (usual == null) {
        r.log(Level.ERROR, "the \"$" + variable.name() + "\" variable is not set");
      }
      return usual;
    }
    for (byte b : text) {
      if (b < '0' || b > '9') {
        r.log(
            Level.ERROR,
            "invalid \"$" + variable.name() + "\" value: \"" + Ascii.string(text) + "\"");
        return null;
      }
    }
    return text;
  }

  @Override
  public Head readHead(Request request, ReceivedBytes in, Reply reply) {
    if (command == MemcCommand.STATS) {
      return readStats(in, reply);
    }
    int next = in.lineEnd();
    if (next < 0) {
      return Head.MORE_NEEDED;
    }
    int end = next - 1;
    if (end > in.position() && in.bytes()[end - 1] == '\r') {
      end--;
    }
    byte[] line = Ascii.slice(in.bytes(), in.position(), end);
    String text = Ascii.string(line);
    if (text.equals("ERROR")
        || text.startsWith("CLIENT_ERROR")
        || text.startsWith("SERVER_ERROR")) {
      r.log(Level.ERROR, "memcached sent error response: \"" + text + "\"");
      return simple(reply, 502, next - in.position());
    }
    return command == MemcCommand.GET
        ? readGet(in, next, line, reply)
        : readLine(text, next - in.position(), reply);
  }

  private static Head simple(Reply reply, int status, long length) {
    reply.status(status);
    reply.contentLength(length);
    return Head.COMPLETE;
  }

  private Head readStats(ReceivedBytes in, Reply reply) {
    int size = in.size();
    byte[] all = Ascii.slice(in.bytes(), in.position(), in.end());
    int last = size - END.length;
    if (last < 0 || Ascii.indexOf(all, END, last) < 0) {
      return Ascii.indexOf(all, Ascii.latin1("ERROR"), 0) == 0
          ? simple(reply, 502, size)
          : Head.MORE_NEEDED;
    }
    return simple(reply, 200, size);
  }

  private Head readGet(ReceivedBytes in, int next, byte[] line, Reply reply) {
    if (Ascii.equals(line, "END")) {
      r.log(Level.INFO, "key: \"" + Ascii.string(key) + "\" was not found by memcached");
      in.use(next);
      return simple(reply, 404, 0);
    }
    if (!ValueLine.isOne(line)) {
      return invalid(Ascii.string(line));
    }
    ValueLine found = ValueLine.parse(r, line, key);
    if (found == null) {
      return Head.INVALID;
    }
    in.use(next);
    value = true;
    variables.flags().assign(r, Ascii.decimal(found.flags()));
    if (r.settings().get(MemcModule.FLAGS_TO_LAST_MODIFIED)) {
      reply.add(LAST_MODIFIED, Ascii.latin1(HttpDate.format(found.flags())));
    }
    return simple(reply, 200, found.length());
  }

  private Head readLine(String text, long length, Reply reply) {
    int status =
        switch (text) {
          case "STORED" -> 201;
          case "NOT_FOUND" -> 404;
          case "NOT_STORED", "EXISTS", "DELETED", "OK" -> 200;
          default -> isAnswer(text) ? 200 : 0;
        };
    return status == 0 ? invalid(text) : simple(reply, status, length);
  }

  private boolean isAnswer(String text) {
    return switch (command) {
      case INCR, DECR -> !text.isEmpty() && Character.isDigit(text.charAt(0));
      case VERSION -> text.startsWith("VERSION ");
      default -> false;
    };
  }

  private Head invalid(String text) {
    r.log(Level.ERROR, "memcached sent invalid response: \"" + text + "\"");
    return Head.INVALID;
  }

  @Override
  public ReplyBody body(Request request, Reply reply) {
    return value
        ? new ValueBody(r, reply.contentLength())
        : HttpReplyBody.sized(r, reply.contentLength());
  }
}
