package io.perigee.httpmodules.echo;

import io.perigee.conf.text.SystemErrors;
import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.http.location.FilePath;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.Responses;
import io.perigee.http.phase.Subrequests;
import io.perigee.http.request.Methods;
import io.perigee.http.request.PostSubrequest;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code echo_location} and {@code echo_subrequest}, with and without waiting for the end. */
final class EchoSubrequest {
  private static final byte[] CONTENT_LENGTH = Ascii.latin1("Content-Length");

  /** What a subrequest is to be: method, target and body. */
  private static final class Wish {
    byte[] method = Methods.name(Methods.GET);
    byte[] uri = Ascii.EMPTY;
    byte[] args = Ascii.EMPTY;
    @Nullable RequestBody body;
  }

  private EchoSubrequest() {}

  static Outcome start(Request r, EchoCommand.Kind kind, byte[][] args) {
    boolean located = kind == EchoCommand.Kind.LOCATION || kind == EchoCommand.Kind.LOCATION_ASYNC;
    Wish wish = located ? location(args) : subrequest(r, args);
    if (wish == null) {
      return Outcome.status(500);
    }
    if (wish.uri.length == 0) {
      r.log(Level.ERROR, "echo: location is empty");
      return Outcome.status(500);
    }
    Outcome header = EchoRunner.sendHeader(r);
    if (Responses.endsAfterHeader(r, header)) {
      return header;
    }
    boolean waits = kind == EchoCommand.Kind.LOCATION || kind == EchoCommand.Kind.SUBREQUEST;
    return create(r, wish, waits, !located);
  }

  private static Outcome create(Request r, Wish wish, boolean waits, boolean ownBody) {
    PostSubrequest post = waits ? EchoSubrequest::finished : null;
    Request sr = Subrequests.create(r, wish.uri, wish.args, 0, post);
    if (sr == null) {
      return Outcome.ERROR;
    }
    int bit = Methods.bit(wish.method, 0, wish.method.length);
    sr.method(bit, wish.method);
    if (ownBody) {
      giveBody(sr, wish.body);
    }
    if (!waits) {
      return Outcome.OK;
    }
    r.main().count(1);
    return Outcome.DONE;
  }

  private static void giveBody(Request sr, @Nullable RequestBody body) {
    RequestBody content = body == null ? RequestBody.of(Ascii.EMPTY) : body;
    sr.body(content);
    if (body == null) {
      sr.headersIn().remove(Ascii.lower(CONTENT_LENGTH));
    } else {
      sr.headersIn().set(CONTENT_LENGTH, Ascii.decimal(content.length()));
    }
  }

  private static Outcome finished(Request sr, Outcome outcome) {
    Request parent = sr.parent();
    if (parent != null) {
      parent.writeHandler(EchoRunner::resume);
    }
    return outcome;
  }

  private static Wish location(byte[][] args) {
    Wish wish = new Wish();
    split(wish, args[0]);
    if (args.length > 1) {
      addArgs(wish, args[1]);
    }
    return wish;
  }

  private static void split(Wish wish, byte[] target) {
    int question = Ascii.indexOf(target, '?', 0);
    wish.uri = question < 0 ? target : Ascii.slice(target, 0, question);
    if (question >= 0) {
      wish.args = Ascii.slice(target, question + 1, target.length);
    }
  }

  private static void addArgs(Wish wish, byte[] more) {
    wish.args =
        wish.args.length == 0 || more.length == 0
            ? Ascii.concat(wish.args, more)
            : Ascii.concat(wish.args, new byte[] {'&'}, more);
  }

  private static @Nullable Wish subrequest(Request r, byte[][] args) {
    Wish wish = new Wish();
    wish.method = args[0];
    split(wish, args[1]);
    for (int i = 2; i < args.length; i += 2) {
      byte[] value = i + 1 < args.length ? args[i + 1] : Ascii.EMPTY;
      if (!option(r, wish, args[i], value)) {
        return null;
      }
    }
    return wish;
  }

  private static boolean option(Request r, Wish wish, byte[] name, byte[] value) {
    switch (Ascii.string(name)) {
      case "-q" -> addArgs(wish, value);
      case "-b" -> wish.body = RequestBody.of(value);
      case "-f" -> {
        byte[] content = read(r, value);
        if (content == null) {
          return false;
        }
        wish.body = RequestBody.of(content);
      }
      default -> {
        r.log(Level.ERROR, "unknown option for echo_subrequest: " + Ascii.string(name));
        return false;
      }
    }
    return true;
  }

  private static byte @Nullable [] read(Request r, byte[] name) {
    byte[] prefix = Ascii.latin1(r.conf().cycle().prefix() + "/");
    boolean absolute = name.length > 0 && name[0] == '/';
    Path path = FilePath.toPath(absolute ? name : Ascii.concat(prefix, name));
    if (path == null) {
      return null;
    }
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      r.log(Level.CRIT, "open() \"" + Ascii.string(name) + "\" failed " + SystemErrors.text(e));
      return null;
    }
  }
}
