package io.perigee.httpmodules.range;

import io.perigee.core.log.Level;
import io.perigee.core.text.Ascii;
import io.perigee.core.text.HttpDate;
import io.perigee.http.core.CoreSettings;
import io.perigee.http.filter.BodyFilter;
import io.perigee.http.filter.Buf;
import io.perigee.http.filter.Chain;
import io.perigee.http.filter.HeaderFilter;
import io.perigee.http.module.FilterPlace;
import io.perigee.http.module.HttpModule;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.Outcome;
import io.perigee.http.phase.ResponseNames;
import io.perigee.http.request.KnownHeader;
import io.perigee.http.request.Request;
import io.perigee.http.request.RequestFlag;
import io.perigee.http.request.RequestHeaders;
import io.perigee.http.request.ResponseHeader;
import io.perigee.http.request.ResponseHeaders;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ranges of a response (RFC 9110 section 14, nginx's {@code ngx_http_range_filter_module}): one
 * range is sent as it is, several as multipart/byteranges.
 */
public final class RangeModule implements HttpModule {
  private static final byte[] BYTES = Ascii.latin1("bytes");
  private static final byte[] PREFIX = Ascii.latin1("bytes=");
  private static final byte[] CONTENT_RANGE = Ascii.latin1("Content-Range");
  private static final byte[] ETAG = Ascii.latin1("etag");
  private static final int SHORTEST = 7;

  /** The module. */
  public RangeModule() {}

  @Override
  public void register(HttpModules modules) {
    modules
        .headerFilter(FilterPlace.RANGE_HEADER, RangeModule::header)
        .bodyFilter(FilterPlace.RANGE_BODY, RangeModule::body);
  }

  private static Outcome header(Request r, HeaderFilter.Next next) {
    ResponseHeaders out = r.headersOut();
    int max = r.settings().get(CoreSettings.MAX_RANGES);
    if (r.version() < 1000
        || out.status() != 200
        || r.isSubrequest()
        || out.contentLength() == -1
        || !r.is(RequestFlag.ALLOW_RANGES)
        || max == 0) {
      return next.send(r);
    }
    if (!wantsRanges(r)) {
      return whole(r, next);
    }
    byte[] wish = Objects.requireNonNull(r.headersIn().value(KnownHeader.RANGE));
    Ranges ranges = new Ranges(out.contentLength());
    String text = Ascii.string(wish, PREFIX.length, wish.length);
    return switch (ranges.parse(text, r.is(RequestFlag.SINGLE_RANGE) ? 1 : max)) {
      case WHOLE -> whole(r, next);
      case NOT_SATISFIABLE -> refuse(out, ranges);
      case RANGES -> partial(r, ranges, next);
    };
  }

  private static Outcome whole(Request r, HeaderFilter.Next next) {
    r.headersOut().set(ResponseNames.ACCEPT_RANGES, BYTES);
    return next.send(r);
  }

  private static boolean wantsRanges(Request r) {
    RequestHeaders in = r.headersIn();
    byte[] wish = in.value(KnownHeader.RANGE);
    if (wish == null
        || wish.length < SHORTEST
        || !Ascii.equalsIgnoreCase(wish, 0, PREFIX, PREFIX.length)) {
      return false;
    }
    byte[] condition = in.value(KnownHeader.IF_RANGE);
    if (condition == null) {
      return true;
    }
    if (condition.length >= 2 && condition[condition.length - 1] == '"') {
      ResponseHeader etag = r.headersOut().find(ETAG);
      return etag != null && java.util.Arrays.equals(condition, etag.value());
    }
    long modified = r.headersOut().lastModifiedTime();
    return modified != -1 && HttpDate.parse(condition) == modified;
  }

  private static Outcome refuse(ResponseHeaders out, Ranges ranges) {
    out.status(416);
    out.set(CONTENT_RANGE, Ascii.latin1("bytes */" + ranges.length()));
    out.clearContentLength();
    return Outcome.status(416);
  }

  private static Outcome partial(Request r, Ranges ranges, HeaderFilter.Next next) {
    r.state(Ranges.KEY, ranges);
    ResponseHeaders out = r.headersOut();
    out.status(206);
    out.statusLine(null);
    if (ranges.list().size() == 1) {
      Ranges.Range range = ranges.list().get(0);
      out.set(CONTENT_RANGE, Ascii.latin1("bytes " + text(range, ranges)));
      out.contentLength(range.end() - range.start());
    } else {
      multipart(r, ranges);
    }
    return next.send(r);
  }

  private static String text(Ranges.Range range, Ranges ranges) {
    return range.start() + "-" + (range.end() - 1) + "/" + ranges.length();
  }

  private static void multipart(Request r, Ranges ranges) {
    ResponseHeaders out = r.headersOut();
    long number = ThreadLocalRandom.current().nextLong() & Long.MAX_VALUE;
    String digits = Long.toString(number);
    String boundary = "0".repeat(20 - digits.length()) + digits;
    byte[] type = out.contentType();
    byte[] charset = out.charset();
    StringBuilder part = new StringBuilder("\r\n--").append(boundary).append("\r\n");
    if (type != null && type.length > 0) {
      part.append("Content-Type: ").append(Ascii.string(type));
      if (charset != null && charset.length > 0 && out.contentTypeLength() == type.length) {
        part.append("; charset=").append(Ascii.string(charset));
      }
      part.append("\r\n");
    }
    part.append("Content-Range: bytes ");
    ranges.partHeader = Ascii.latin1(part.toString());
    ranges.lastBoundary = Ascii.latin1("\r\n--" + boundary + "--\r\n");
    out.contentType(Ascii.latin1("multipart/byteranges; boundary=" + boundary));
    out.charset(null);
    long length = ranges.lastBoundary.length;
    for (Ranges.Range range : ranges.list()) {
      length += partHeader(range, ranges).length + range.end() - range.start();
    }
    out.contentLength(length);
  }

  private static byte[] partHeader(Ranges.Range range, Ranges ranges) {
    return Ascii.concat(ranges.partHeader, Ascii.latin1(text(range, ranges) + "\r\n\r\n"));
  }

  private static Outcome body(Request r, Chain in, BodyFilter.Next next) {
    Ranges ranges = in.isEmpty() ? null : r.state(Ranges.KEY);
    if (ranges == null || ranges.list().isEmpty()) {
      return next.write(r, in);
    }
    return ranges.list().size() == 1 ? single(r, ranges, in, next) : several(r, ranges, in, next);
  }

  private static Outcome single(Request r, Ranges ranges, Chain in, BodyFilter.Next next) {
    Ranges.Range range = ranges.list().get(0);
    Chain out = new Chain();
    for (int i = 0; i < in.size(); i++) {
      Buf buf = in.get(i);
      long begin = ranges.offset;
      ranges.offset += buf.size();
      if (buf.isSpecial()) {
        if (begin < range.end()) {
          out.add(buf);
        }
        continue;
      }
      long from = Math.max(range.start(), begin) - begin;
      long to = Math.min(range.end(), ranges.offset) - begin;
      if (from < to) {
        Buf part = slice(buf, from, to).flagsOf(buf);
        if (ranges.offset >= range.end()) {
          part.last(!r.isSubrequest()).lastInChain(true);
        }
        out.add(part);
      }
    }
    return next.write(r, out);
  }

  private static Outcome several(Request r, Ranges ranges, Chain in, BodyFilter.Next next) {
    Buf whole = in.get(0);
    if (whole.isSpecial()) {
      return next.write(r, in);
    }
    List<Ranges.Range> list = ranges.list();
    if (whole.size() < ranges.length()) {
      r.log(Level.ALERT, "range in overlapped buffers");
      return Outcome.ERROR;
    }
    Chain out = new Chain();
    for (Ranges.Range range : list) {
      out.add(Buf.of(partHeader(range, ranges)));
      out.add(slice(whole, range.start(), range.end()));
    }
    out.add(Buf.of(ranges.lastBoundary).last(!r.isSubrequest()).lastInChain(true));
    return next.write(r, out);
  }

  private static Buf slice(Buf buf, long from, long to) {
    FileChannel file = buf.file();
    return file != null
        ? Buf.ofFile(file, buf.filePosition() + from, to - from)
        : Buf.of(buf.bytes(), buf.start() + (int) from, buf.start() + (int) to);
  }
}
