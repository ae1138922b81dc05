package io.perigee.http.upstream;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.directive.Settings;
import io.perigee.conf.directive.ValueParser;
import io.perigee.conf.value.Values;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.core.CoreParsers;
import io.perigee.http.core.CoreSettings.TempPath;
import io.perigee.http.core.HttpConf;
import io.perigee.http.core.LocationConf;
import io.perigee.http.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The directives that each module with upstreams has under its own prefix ({@code
 * proxy_read_timeout}, {@code memcached_read_timeout}), and their values for the engine. What a
 * module does not offer holds its default.
 */
public final class UpstreamSettings {
  private static final long MINUTE = 60_000;
  private static final long PAGE = 4096;
  private static final long USUAL_TEMP_SIZE = 1L << 30;
  private static final Map<String, Integer> IGNORABLE =
      Map.of(
          "X-Accel-Redirect", 1,
          "X-Accel-Expires", 2,
          "Expires", 4,
          "Cache-Control", 8,
          "Set-Cookie", 16,
          "X-Accel-Limit-Rate", 32,
          "X-Accel-Buffering", 64,
          "X-Accel-Charset", 128,
          "Vary", 256);
  static final int IGNORE_REDIRECT = 1;
  static final int IGNORE_LIMIT_RATE = 32;
  static final int IGNORE_BUFFERING = 64;
  static final int IGNORE_CHARSET = 128;

  /** How much of the directives a module offers. */
  public enum Extent {
    /** All: its responses have fields and may be large. */
    ALL,
    /** Those of an exchange as short as memcached's. */
    BASIC,
    /** As BASIC, with a choice of what the client's leaving means. */
    ABORTABLE
  }

  private final String module;
  private final Extent extent;
  private final List<Setting<?>> all = new ArrayList<>();

  final Setting<Long> connectTimeout;
  final Setting<Long> sendTimeout;
  final Setting<Long> readTimeout;
  final Setting<Long> bufferSize;
  final Setting<Integer> nextUpstream;
  final Setting<Integer> nextUpstreamTries;
  final Setting<Long> nextUpstreamTimeout;
  final Setting<Boolean> socketKeepalive;
  final Setting<LocalAddress> bind;
  final Setting<Boolean> ignoreClientAbort;
  final Setting<Boolean> interceptErrors;
  final Setting<Boolean> buffering;
  final Setting<Boolean> requestBuffering;
  final Setting<Values.Buffers> buffers;
  final Setting<Long> maxTempFileSize;
  final Setting<TempPath> tempPath;
  final Setting<ComplexValue<Request>> limitRate;
  final Setting<Boolean> forceRanges;
  final Setting<Integer> ignoreHeaders;
  final Setting<List<String>> hideHeader;
  final Setting<List<String>> passHeader;
  final Setting<HiddenFields> hidden;

  /** The directives with a module's prefix; {@code words} are those of its next_upstream. */
  public UpstreamSettings(String module, Extent extent) {
    this.module = module;
    this.extent = extent;
    boolean basic = extent != Extent.ALL;
    connectTimeout = row("connect_timeout", Args.exactly(1), Values.millis(), MINUTE);
    sendTimeout = row("send_timeout", Args.exactly(1), Values.millis(), MINUTE);
    readTimeout = row("read_timeout", Args.exactly(1), Values.millis(), MINUTE);
    bufferSize = row("buffer_size", Args.exactly(1), Values.size(), PAGE);
    nextUpstream =
        row(
            "next_upstream",
            Args.atLeast(1),
            d -> nextUpstream(d, basic ? NextUpstream.MEMCACHED_WORDS : NextUpstream.WORDS),
            NextUpstream.USUAL);
    nextUpstreamTries = row("next_upstream_tries", Args.exactly(1), Values.number(), 0);
    nextUpstreamTimeout = row("next_upstream_timeout", Args.exactly(1), Values.millis(), 0L);
    socketKeepalive = row("socket_keepalive", Args.flag(), Values.flag(), false);
    bind = row("bind", Args.between(1, 2), LocalAddress::parse, LocalAddress.ANY);
    ignoreClientAbort =
        extent == Extent.BASIC
            ? add(Setting.derived(module + "_ignore_client_abort", false))
            : row("ignore_client_abort", Args.flag(), Values.flag(), false);
    interceptErrors = full("intercept_errors", Args.flag(), Values.flag(), false);
    buffering = full("buffering", Args.flag(), Values.flag(), !basic);
    requestBuffering = full("request_buffering", Args.flag(), Values.flag(), true);
    buffers = full("buffers", Args.exactly(2), Values.buffers(), new Values.Buffers(8, PAGE));
    maxTempFileSize = full("max_temp_file_size", Args.exactly(1), Values.size(), USUAL_TEMP_SIZE);
    tempPath =
        full(
            "temp_path",
            Args.between(1, 4),
            CoreParsers::tempPath,
            new TempPath(module + "_temp", List.of()));
    limitRate =
        full(
            "limit_rate",
            Args.exactly(1),
            d -> HttpConf.complexValue(d, d.arg(0)),
            ComplexValue.constant(new byte[] {'0'}));
    forceRanges = full("force_ranges", Args.flag(), Values.flag(), false);
    ignoreHeaders = full("ignore_headers", Args.atLeast(1), Values.bits(IGNORABLE), 0);
    hideHeader = list("hide_header");
    passHeader = list("pass_header");
    hidden =
        add(
            Setting.derived(
                module + " hidden fields", HiddenFields.of(List.of(), List.of(), List.of())));
    if (!basic) {
      // these shape memory that is taken as needed here; what they say is checked and left at that
      add(setting("busy_buffers_size", Args.exactly(1), Values.size(), 0L));
      add(setting("temp_file_write_size", Args.exactly(1), Values.size(), 0L));
      add(setting("headers_hash_max_size", Args.exactly(1), Values.number(), 512));
      add(setting("headers_hash_bucket_size", Args.exactly(1), Values.number(), 64));
      add(setting("send_lowat", Args.exactly(1), Values.size(), 0L));
    }
  }

  private <T> Setting<T> setting(String name, Args args, ValueParser<T> parser, T usual) {
    return Setting.of(module + "_" + name, in(HTTP, SERVER, LOCATION), args, parser, usual);
  }

  private <T> Setting<T> row(String name, Args args, ValueParser<T> parser, T usual) {
    return add(setting(name, args, parser, usual));
  }

  private <T> Setting<T> full(String name, Args args, ValueParser<T> parser, T usual) {
    return extent == Extent.ALL
        ? row(name, args, parser, usual)
        : add(Setting.derived(module + "_" + name, usual));
  }

  private Setting<List<String>> list(String name) {
    return add(
        extent == Extent.ALL
            ? Setting.list(
                module + "_" + name, in(HTTP, SERVER, LOCATION), Args.exactly(1), d -> d.arg(0))
            : Setting.derived(module + "_" + name, List.of()));
  }

  private <T> Setting<T> add(Setting<T> setting) {
    all.add(setting);
    return setting;
  }

  private static int nextUpstream(Directive d, Map<String, Integer> words) {
    int mask = Values.bits(words).parse(d);
    return (mask & NextUpstream.OFF) != 0 ? NextUpstream.OFF : mask;
  }

  /** All rows, for the registration page. */
  public Setting<?>[] rows() {
    return all.toArray(Setting<?>[]::new);
  }

  /** Completes the values of all locations: which fields are hidden where. */
  public void complete(HttpConf conf, List<String> usuallyHidden) {
    HiddenFields usual = HiddenFields.of(usuallyHidden, List.of(), List.of());
    for (LocationConf location : conf.locations()) {
      Settings settings = location.settings();
      List<String> hide = settings.get(hideHeader);
      List<String> pass = settings.get(passHeader);
      settings.set(
          hidden,
          hide.isEmpty() && pass.isEmpty() ? usual : HiddenFields.of(usuallyHidden, pass, hide));
    }
  }

  /** The local address of connections to peers. */
  static java.net.@Nullable SocketAddress local(Settings settings, UpstreamSettings of, Request r) {
    return settings.get(of.bind).evaluate(r);
  }
}
