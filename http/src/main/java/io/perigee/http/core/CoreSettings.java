package io.perigee.http.core;

import static io.perigee.conf.directive.Context.HTTP;
import static io.perigee.conf.directive.Context.LOCATION;
import static io.perigee.conf.directive.Context.LOCATION_IF;
import static io.perigee.conf.directive.Context.SERVER;
import static io.perigee.conf.directive.Contexts.in;

import io.perigee.conf.directive.Args;
import io.perigee.conf.directive.Setting;
import io.perigee.conf.value.Values;
import io.perigee.core.resolver.NameServers;
import io.perigee.core.text.Ascii;
import io.perigee.core.variable.ComplexValue;
import io.perigee.http.location.Root;
import io.perigee.http.location.SymlinkPolicy;
import io.perigee.http.phase.ErrorPage;
import io.perigee.http.request.Request;
import java.util.List;
import java.util.Map;

/** The directives of nginx's HTTP core module that are values; sizes in bytes, times in ms. */
public final class CoreSettings {
  /** Accepted; memory of connections is the JVM's matter. */
  public static final Setting<Long> CONNECTION_POOL_SIZE =
      Setting.of(
          "connection_pool_size", in(HTTP, SERVER), Args.exactly(1), CoreParsers::poolSize, 512L);

  /** Accepted; memory of requests is the JVM's matter. */
  public static final Setting<Long> REQUEST_POOL_SIZE =
      Setting.of(
          "request_pool_size", in(HTTP, SERVER), Args.exactly(1), CoreParsers::poolSize, 4096L);

  /** How long a client may take for the header of a request, in ms. */
  public static final Setting<Long> CLIENT_HEADER_TIMEOUT =
      Setting.of(
          "client_header_timeout", in(HTTP, SERVER), Args.exactly(1), Values.millis(), 60_000L);

  /** Size of the first buffer for a header. */
  public static final Setting<Long> CLIENT_HEADER_BUFFER_SIZE =
      Setting.of(
          "client_header_buffer_size", in(HTTP, SERVER), Args.exactly(1), Values.size(), 1024L);

  /** Number and size of the buffers for long headers. */
  public static final Setting<Values.Buffers> LARGE_CLIENT_HEADER_BUFFERS =
      Setting.of(
          "large_client_header_buffers",
          in(HTTP, SERVER),
          Args.exactly(2),
          Values.buffers(),
          new Values.Buffers(4, 8192));

  /** Whether header fields with odd names are dropped rather than refused. */
  public static final Setting<Boolean> IGNORE_INVALID_HEADERS =
      Setting.of("ignore_invalid_headers", in(HTTP, SERVER), Args.flag(), Values.flag(), true);

  /** Whether several slashes in a path count as one. */
  public static final Setting<Boolean> MERGE_SLASHES =
      Setting.of("merge_slashes", in(HTTP, SERVER), Args.flag(), Values.flag(), true);

  /** Whether names of header fields may have underscores. */
  public static final Setting<Boolean> UNDERSCORES_IN_HEADERS =
      Setting.of("underscores_in_headers", in(HTTP, SERVER), Args.flag(), Values.flag(), false);

  /** How many header fields a request may have. */
  public static final Setting<Integer> MAX_HEADERS =
      Setting.of("max_headers", in(HTTP, SERVER), Args.exactly(1), Values.number(), 1000);

  /** Content type of files whose extension no type has. */
  public static final Setting<byte[]> DEFAULT_TYPE =
      Setting.of(
          "default_type",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          d -> Ascii.latin1(d.arg(0)),
          Ascii.latin1("text/plain"));

  /** Accepted; the table of types sizes itself. */
  public static final Setting<Integer> TYPES_HASH_MAX_SIZE =
      Setting.of(
          "types_hash_max_size",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.number(),
          1024);

  /** Accepted; the table of types sizes itself. */
  public static final Setting<Integer> TYPES_HASH_BUCKET_SIZE =
      Setting.of(
          "types_hash_bucket_size",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.number(),
          64);

  /** How long a request body may be; 0 for no limit. */
  public static final Setting<Long> CLIENT_MAX_BODY_SIZE =
      Setting.of(
          "client_max_body_size",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.offset(),
          1024L * 1024);

  /** How much of a body is kept in memory. */
  public static final Setting<Long> CLIENT_BODY_BUFFER_SIZE =
      Setting.of(
          "client_body_buffer_size",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.size(),
          16384L);

  /** How long a client may pause within a body, in ms. */
  public static final Setting<Long> CLIENT_BODY_TIMEOUT =
      Setting.of(
          "client_body_timeout",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.millis(),
          60_000L);

  /** Folder for bodies that do not fit into memory. */
  public static final Setting<TempPath> CLIENT_BODY_TEMP_PATH =
      Setting.of(
          "client_body_temp_path",
          in(HTTP, SERVER, LOCATION),
          Args.between(1, 4),
          CoreParsers::tempPath,
          new TempPath("client_body_temp", List.of()));

  /** Whether bodies always go to a file, and whether that stays. */
  public static final Setting<BodyInFile> CLIENT_BODY_IN_FILE_ONLY =
      Setting.of(
          "client_body_in_file_only",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.oneOf(BodyInFile.WORDS),
          BodyInFile.OFF);

  /** Whether a body in memory is kept in one piece. */
  public static final Setting<Boolean> CLIENT_BODY_IN_SINGLE_BUFFER =
      Setting.of(
          "client_body_in_single_buffer",
          in(HTTP, SERVER, LOCATION),
          Args.flag(),
          Values.flag(),
          false);

  /** Whether files are sent by the kernel. */
  public static final Setting<Boolean> SENDFILE =
      Setting.of(
          "sendfile", in(HTTP, SERVER, LOCATION, LOCATION_IF), Args.flag(), Values.flag(), false);

  /** How much of a file one call may send. */
  public static final Setting<Long> SENDFILE_MAX_CHUNK =
      Setting.of(
          "sendfile_max_chunk",
          in(HTTP, SERVER, LOCATION, LOCATION_IF),
          Args.exactly(1),
          Values.size(),
          2L * 1024 * 1024);

  /** How much of a subrequest's answer may be kept in memory. */
  public static final Setting<Long> SUBREQUEST_OUTPUT_BUFFER_SIZE =
      Setting.of(
          "subrequest_output_buffer_size",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.size(),
          4096L);

  /** off, on, threads or threads=pool; accepted, files are read as the JVM does. */
  public static final Setting<String> AIO =
      Setting.of("aio", in(HTTP, SERVER, LOCATION), Args.exactly(1), CoreParsers::aio, "off");

  /** Accepted, with aio. */
  public static final Setting<Boolean> AIO_WRITE =
      Setting.of("aio_write", in(HTTP, SERVER, LOCATION), Args.flag(), Values.flag(), false);

  /** Accepted; the kernel's own value holds. */
  public static final Setting<Long> READ_AHEAD =
      Setting.of("read_ahead", in(HTTP, SERVER, LOCATION), Args.exactly(1), Values.size(), 0L);

  /** Size from which files bypass the page cache, -1 for off; accepted. */
  public static final Setting<Long> DIRECTIO =
      Setting.of(
          "directio", in(HTTP, SERVER, LOCATION), Args.exactly(1), CoreParsers::directio, -1L);

  /** Accepted, with directio. */
  public static final Setting<Long> DIRECTIO_ALIGNMENT =
      Setting.of(
          "directio_alignment", in(HTTP, SERVER, LOCATION), Args.exactly(1), Values.offset(), 512L);

  /** Whether header and start of a file leave in one packet. */
  public static final Setting<Boolean> TCP_NOPUSH =
      Setting.of("tcp_nopush", in(HTTP, SERVER, LOCATION), Args.flag(), Values.flag(), false);

  /** Whether small packets leave at once. */
  public static final Setting<Boolean> TCP_NODELAY =
      Setting.of("tcp_nodelay", in(HTTP, SERVER, LOCATION), Args.flag(), Values.flag(), true);

  /** How long a client may take nothing of a response, in ms. */
  public static final Setting<Long> SEND_TIMEOUT =
      Setting.of(
          "send_timeout", in(HTTP, SERVER, LOCATION), Args.exactly(1), Values.millis(), 60_000L);

  /** Accepted; not used on Linux, as in nginx. */
  public static final Setting<Long> SEND_LOWAT =
      Setting.of(
          "send_lowat", in(HTTP, SERVER, LOCATION), Args.exactly(1), CoreParsers::sendLowat, 0L);

  /** How much output is gathered before it is sent. */
  public static final Setting<Long> POSTPONE_OUTPUT =
      Setting.of(
          "postpone_output", in(HTTP, SERVER, LOCATION), Args.exactly(1), Values.size(), 1460L);

  /** How long a connection is kept for further requests, in ms. */
  public static final Setting<Long> KEEPALIVE_TIME =
      Setting.of(
          "keepalive_time",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.millis(),
          3_600_000L);

  /** How long an idle connection stays open, and what the client is told. */
  public static final Setting<KeepaliveTimeout> KEEPALIVE_TIMEOUT =
      Setting.of(
          "keepalive_timeout",
          in(HTTP, SERVER, LOCATION),
          Args.between(1, 2),
          CoreParsers::keepaliveTimeout,
          new KeepaliveTimeout(75_000L, 0L));

  /** How long a connection stays open although the worker is ending. */
  public static final Setting<Long> KEEPALIVE_MIN_TIMEOUT =
      Setting.of(
          "keepalive_min_timeout",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.millis(),
          0L);

  /** How many requests one connection may carry. */
  public static final Setting<Integer> KEEPALIVE_REQUESTS =
      Setting.of(
          "keepalive_requests", in(HTTP, SERVER, LOCATION), Args.exactly(1), Values.number(), 1000);

  /** Bits of the browsers that get no kept connections. */
  public static final Setting<Integer> KEEPALIVE_DISABLE =
      Setting.of(
          "keepalive_disable",
          in(HTTP, SERVER, LOCATION),
          Args.atLeast(1),
          Values.bits(CoreParsers.KEEPALIVE_DISABLE),
          CoreParsers.KEEPALIVE_DISABLE_MSIE6);

  /** Whether input is still read before a connection is closed. */
  public static final Setting<LingeringClose> LINGERING_CLOSE =
      Setting.of(
          "lingering_close",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.oneOf(LingeringClose.WORDS),
          LingeringClose.ON);

  /** How long input is read before a connection is closed, in ms. */
  public static final Setting<Long> LINGERING_TIME =
      Setting.of(
          "lingering_time", in(HTTP, SERVER, LOCATION), Args.exactly(1), Values.millis(), 30_000L);

  /** How long one waits for more input before a connection is closed, in ms. */
  public static final Setting<Long> LINGERING_TIMEOUT =
      Setting.of(
          "lingering_timeout",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.millis(),
          5_000L);

  /** Whether connections that timed out are reset. */
  public static final Setting<Boolean> RESET_TIMEDOUT_CONNECTION =
      Setting.of(
          "reset_timedout_connection",
          in(HTTP, SERVER, LOCATION),
          Args.flag(),
          Values.flag(),
          false);

  /** Whether all handlers of the access phase must agree, or any. */
  public static final Setting<Satisfy> SATISFY =
      Setting.of(
          "satisfy",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.oneOf(Satisfy.WORDS),
          Satisfy.ALL);

  /** How long an answer 401 is held back, in ms. */
  public static final Setting<Long> AUTH_DELAY =
      Setting.of("auth_delay", in(HTTP, SERVER, LOCATION), Args.exactly(1), Values.millis(), 0L);

  /** Whether redirects name scheme and host. */
  public static final Setting<Boolean> ABSOLUTE_REDIRECT =
      Setting.of("absolute_redirect", in(HTTP, SERVER, LOCATION), Args.flag(), Values.flag(), true);

  /** Whether redirects name the server's first name rather than the client's host. */
  public static final Setting<Boolean> SERVER_NAME_IN_REDIRECT =
      Setting.of(
          "server_name_in_redirect", in(HTTP, SERVER, LOCATION), Args.flag(), Values.flag(), false);

  /** Whether redirects name the port. */
  public static final Setting<Boolean> PORT_IN_REDIRECT =
      Setting.of("port_in_redirect", in(HTTP, SERVER, LOCATION), Args.flag(), Values.flag(), true);

  /** Whether short error pages are padded for old browsers. */
  public static final Setting<Boolean> MSIE_PADDING =
      Setting.of("msie_padding", in(HTTP, SERVER, LOCATION), Args.flag(), Values.flag(), true);

  /** Whether old Internet Explorers get a refresh page instead of a redirect. */
  public static final Setting<Boolean> MSIE_REFRESH =
      Setting.of("msie_refresh", in(HTTP, SERVER, LOCATION), Args.flag(), Values.flag(), false);

  /** Whether missing files are logged as errors. */
  public static final Setting<Boolean> LOG_NOT_FOUND =
      Setting.of("log_not_found", in(HTTP, SERVER, LOCATION), Args.flag(), Values.flag(), true);

  /** Whether subrequests appear in the access log. */
  public static final Setting<Boolean> LOG_SUBREQUEST =
      Setting.of("log_subrequest", in(HTTP, SERVER, LOCATION), Args.flag(), Values.flag(), false);

  /** Whether error pages may have error pages. */
  public static final Setting<Boolean> RECURSIVE_ERROR_PAGES =
      Setting.of(
          "recursive_error_pages", in(HTTP, SERVER, LOCATION), Args.flag(), Values.flag(), false);

  /** What the Server header and error pages tell. */
  public static final Setting<ServerTokens> SERVER_TOKENS =
      Setting.of(
          "server_tokens",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          CoreParsers::serverTokens,
          ServerTokens.ON);

  /** How a file's time is compared with If-Modified-Since. */
  public static final Setting<IfModifiedSince> IF_MODIFIED_SINCE =
      Setting.of(
          "if_modified_since",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.oneOf(IfModifiedSince.WORDS),
          IfModifiedSince.EXACT);

  /** How many ranges one request may ask for. */
  public static final Setting<Integer> MAX_RANGES =
      Setting.of(
          "max_ranges",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.number(),
          Integer.MAX_VALUE);

  /** Whether responses of unknown length are sent in chunks. */
  public static final Setting<Boolean> CHUNKED_TRANSFER_ENCODING =
      Setting.of(
          "chunked_transfer_encoding",
          in(HTTP, SERVER, LOCATION),
          Args.flag(),
          Values.flag(),
          true);

  /** Whether files get an ETag. */
  public static final Setting<Boolean> ETAG =
      Setting.of("etag", in(HTTP, SERVER, LOCATION), Args.flag(), Values.flag(), true);

  /** Name servers and their options. */
  public static final Setting<NameServers> RESOLVER =
      Setting.optional("resolver", in(HTTP, SERVER, LOCATION), Args.atLeast(1), NameServers::parse);

  /** How long a name may take to resolve, in ms. */
  public static final Setting<Long> RESOLVER_TIMEOUT =
      Setting.of(
          "resolver_timeout",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.millis(),
          30_000L);

  /** Accepted; files are opened anew for each request. */
  public static final Setting<List<String>> OPEN_FILE_CACHE =
      Setting.of(
          "open_file_cache",
          in(HTTP, SERVER, LOCATION),
          Args.between(1, 2),
          CoreParsers::openFileCache,
          List.of());

  /** Accepted, with open_file_cache. */
  public static final Setting<Long> OPEN_FILE_CACHE_VALID =
      Setting.of(
          "open_file_cache_valid",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.seconds(),
          60L);

  /** Accepted, with open_file_cache. */
  public static final Setting<Integer> OPEN_FILE_CACHE_MIN_USES =
      Setting.of(
          "open_file_cache_min_uses",
          in(HTTP, SERVER, LOCATION),
          Args.exactly(1),
          Values.number(),
          1);

  /** Accepted, with open_file_cache. */
  public static final Setting<Boolean> OPEN_FILE_CACHE_ERRORS =
      Setting.of(
          "open_file_cache_errors", in(HTTP, SERVER, LOCATION), Args.flag(), Values.flag(), false);

  /** Accepted, with open_file_cache. */
  public static final Setting<Boolean> OPEN_FILE_CACHE_EVENTS =
      Setting.of(
          "open_file_cache_events", in(HTTP, SERVER, LOCATION), Args.flag(), Values.flag(), false);

  /** Which symbolic links in a path are refused. */
  public static final Setting<SymlinkPolicy> DISABLE_SYMLINKS =
      Setting.of(
          "disable_symlinks",
          in(HTTP, SERVER, LOCATION),
          Args.between(1, 2),
          SymlinkPolicy::parse,
          SymlinkPolicy.OFF);

  /** Accepted; the tables of names size themselves. */
  public static final Setting<Integer> SERVER_NAMES_HASH_MAX_SIZE =
      Setting.of("server_names_hash_max_size", in(HTTP), Args.exactly(1), Values.number(), 512);

  /** Accepted; the tables of names size themselves. */
  public static final Setting<Integer> SERVER_NAMES_HASH_BUCKET_SIZE =
      Setting.of("server_names_hash_bucket_size", in(HTTP), Args.exactly(1), Values.number(), 64);

  /** Accepted; the table of variables sizes itself. */
  public static final Setting<Integer> VARIABLES_HASH_MAX_SIZE =
      Setting.of("variables_hash_max_size", in(HTTP), Args.exactly(1), Values.number(), 1024);

  /** Accepted; the table of variables sizes itself. */
  public static final Setting<Integer> VARIABLES_HASH_BUCKET_SIZE =
      Setting.of("variables_hash_bucket_size", in(HTTP), Args.exactly(1), Values.number(), 64);

  /** Bytes a second that a response may take; text with variables. */
  public static final Setting<ComplexValue<Request>> LIMIT_RATE =
      Setting.optional(
          "limit_rate",
          in(HTTP, SERVER, LOCATION, LOCATION_IF),
          Args.exactly(1),
          CoreParsers::complexSize);

  /** Bytes of a response that are not limited; text with variables. */
  public static final Setting<ComplexValue<Request>> LIMIT_RATE_AFTER =
      Setting.optional(
          "limit_rate_after",
          in(HTTP, SERVER, LOCATION, LOCATION_IF),
          Args.exactly(1),
          CoreParsers::complexSize);

  /** Where a request goes once more after it was answered; off for nowhere. */
  public static final Setting<byte[]> POST_ACTION =
      Setting.optional(
          "post_action",
          in(HTTP, SERVER, LOCATION, LOCATION_IF),
          Args.exactly(1),
          d -> Ascii.latin1(d.arg(0)));

  /** The pages for errors, all of a block together. */
  public static final Setting<List<ErrorPage>> ERROR_PAGE =
      Setting.lists(
          "error_page",
          in(HTTP, SERVER, LOCATION, LOCATION_IF),
          Args.atLeast(2),
          ErrorPageParser::parse);

  /** Content types by file extension, as the types blocks say. */
  public static final Setting<MediaTypes> TYPES = Setting.derived("types", MediaTypes.STANDARD);

  /** Where files lie: the root or alias directive. Without one it is html below the prefix. */
  public static final Setting<Root> ROOT = Setting.derived("root");

  /** Whether a location serves internal requests only. */
  public static final Setting<Boolean> INTERNAL =
      Setting.of("internal", in(LOCATION), Args.none(), d -> true, false);

  private static final Setting<?>[] ALL = {
    CONNECTION_POOL_SIZE,
    REQUEST_POOL_SIZE,
    CLIENT_HEADER_TIMEOUT,
    CLIENT_HEADER_BUFFER_SIZE,
    LARGE_CLIENT_HEADER_BUFFERS,
    IGNORE_INVALID_HEADERS,
    MERGE_SLASHES,
    UNDERSCORES_IN_HEADERS,
    MAX_HEADERS,
    DEFAULT_TYPE,
    TYPES_HASH_MAX_SIZE,
    TYPES_HASH_BUCKET_SIZE,
    CLIENT_MAX_BODY_SIZE,
    CLIENT_BODY_BUFFER_SIZE,
    CLIENT_BODY_TIMEOUT,
    CLIENT_BODY_TEMP_PATH,
    CLIENT_BODY_IN_FILE_ONLY,
    CLIENT_BODY_IN_SINGLE_BUFFER,
    SENDFILE,
    SENDFILE_MAX_CHUNK,
    SUBREQUEST_OUTPUT_BUFFER_SIZE,
    AIO,
    AIO_WRITE,
    READ_AHEAD,
    DIRECTIO,
    DIRECTIO_ALIGNMENT,
    TCP_NOPUSH,
    TCP_NODELAY,
    SEND_TIMEOUT,
    SEND_LOWAT,
    POSTPONE_OUTPUT,
    KEEPALIVE_TIME,
    KEEPALIVE_TIMEOUT,
    KEEPALIVE_MIN_TIMEOUT,
    KEEPALIVE_REQUESTS,
    KEEPALIVE_DISABLE,
    LINGERING_CLOSE,
    LINGERING_TIME,
    LINGERING_TIMEOUT,
    RESET_TIMEDOUT_CONNECTION,
    SATISFY,
    AUTH_DELAY,
    ABSOLUTE_REDIRECT,
    SERVER_NAME_IN_REDIRECT,
    PORT_IN_REDIRECT,
    MSIE_PADDING,
    MSIE_REFRESH,
    LOG_NOT_FOUND,
    LOG_SUBREQUEST,
    RECURSIVE_ERROR_PAGES,
    SERVER_TOKENS,
    IF_MODIFIED_SINCE,
    MAX_RANGES,
    CHUNKED_TRANSFER_ENCODING,
    ETAG,
    RESOLVER,
    RESOLVER_TIMEOUT,
    OPEN_FILE_CACHE,
    OPEN_FILE_CACHE_VALID,
    OPEN_FILE_CACHE_MIN_USES,
    OPEN_FILE_CACHE_ERRORS,
    OPEN_FILE_CACHE_EVENTS,
    DISABLE_SYMLINKS,
    SERVER_NAMES_HASH_MAX_SIZE,
    SERVER_NAMES_HASH_BUCKET_SIZE,
    VARIABLES_HASH_MAX_SIZE,
    VARIABLES_HASH_BUCKET_SIZE,
    LIMIT_RATE,
    LIMIT_RATE_AFTER,
    POST_ACTION,
    ERROR_PAGE,
    TYPES,
    ROOT,
    INTERNAL
  };

  private CoreSettings() {}

  /** All of them, for the table of directives. */
  static Setting<?>[] all() {
    return ALL.clone();
  }

  /** Values of client_body_in_file_only. */
  public enum BodyInFile {
    OFF,
    ON,
    CLEAN;

    static final Map<String, BodyInFile> WORDS = Map.of("off", OFF, "on", ON, "clean", CLEAN);
  }

  /** Values of satisfy. */
  public enum Satisfy {
    ALL,
    ANY;

    static final Map<String, Satisfy> WORDS = Map.of("all", ALL, "any", ANY);
  }

  /** Values of lingering_close. */
  public enum LingeringClose {
    OFF,
    ON,
    ALWAYS;

    static final Map<String, LingeringClose> WORDS = Map.of("off", OFF, "on", ON, "always", ALWAYS);
  }

  /** Values of if_modified_since. */
  public enum IfModifiedSince {
    OFF,
    EXACT,
    BEFORE;

    static final Map<String, IfModifiedSince> WORDS =
        Map.of("off", OFF, "exact", EXACT, "before", BEFORE);
  }

  /** Values of server_tokens. */
  public enum ServerTokens {
    OFF,
    ON,
    BUILD;

    static final Map<String, ServerTokens> WORDS = Map.of("off", OFF, "on", ON, "build", BUILD);

    /** Whether the version number is shown. */
    public boolean showsVersion() {
      return this != OFF;
    }
  }

  /** The two times of keepalive_timeout: the server's in ms and the header's in s, 0 for none. */
  public record KeepaliveTimeout(long millis, long headerSeconds) {}

  /** A folder for temporary files, relative to the prefix, and the digits of its levels. */
  public record TempPath(String folder, List<Integer> levels) {}
}
