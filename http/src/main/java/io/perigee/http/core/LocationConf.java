package io.perigee.http.core;

import io.perigee.conf.directive.ConfBlock;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Key;
import io.perigee.conf.directive.Settings;
import io.perigee.core.log.ErrorLog;
import io.perigee.http.location.LocationTree;
import io.perigee.http.phase.PhaseHandler;
import io.perigee.http.variable.RegexMatch;
import org.jspecify.annotations.Nullable;

/**
 * A location block, or a block that behaves as one: the server itself, {@code if} and {@code
 * limit_except} (nginx's {@code ngx_http_core_loc_conf_t}).
 */
public final class LocationConf {
  /** Under this key it is attached to its block. */
  public static final Key<LocationConf> KEY = new Key<>("location configuration");

  /** How a location is chosen. */
  public enum Kind {
    /** The server's own settings. */
    SERVER,
    /** {@code location = /x}. */
    EXACT,
    /** {@code location /x}. */
    PREFIX,
    /** {@code location ^~ /x}: no expression is tried when it is the longest. */
    PREFIX_FINAL,
    /** {@code location ~ x} and {@code ~*}. */
    REGEX,
    /** {@code location @x}. */
    NAMED,
    /** An {@code if} or {@code limit_except} block; never found by a URI. */
    NONAME
  }

  private final ServerConf server;
  private final ConfBlock block;
  private final Kind kind;
  private final String name;
  private final @Nullable RegexMatch regex;
  private final LocationTree.Builder locations = new LocationTree.Builder();
  private LocationTree children = LocationTree.EMPTY;
  private @Nullable PhaseHandler contentHandler;
  private @Nullable ErrorLog errorLog;
  private @Nullable LocationConf limitExcept;
  private int allowedMethods;
  private boolean autoRedirect;

  LocationConf(
      ServerConf server, ConfBlock block, Kind kind, String name, @Nullable RegexMatch regex) {
    this.server = server;
    this.block = block;
    this.kind = kind;
    this.name = name;
    this.regex = regex;
    block.attach(KEY, this);
    server.conf().add(this);
  }

  static LocationConf ofServer(ServerConf server, ConfBlock block) {
    return new LocationConf(server, block, Kind.SERVER, "", null);
  }

  /**
   * A nameless location for the body of an {@code if}, inside the location or server that the
   * directive stands in.
   */
  public static LocationConf noname(Directive d, ConfBlock body) {
    LocationConf outer = of(d);
    return new LocationConf(outer.server, body, Kind.NONAME, outer.name, null);
  }

  /** The location, or what stands for one, that a directive stands in. */
  public static LocationConf of(Directive d) {
    return d.find(KEY);
  }

  /** The server that it belongs to. */
  public ServerConf server() {
    return server;
  }

  /** The values of the block. */
  public Settings settings() {
    return block.settings();
  }

  /** The block as it was read. */
  public ConfBlock block() {
    return block;
  }

  /** The error log of the block. */
  public ErrorLog errorLog() {
    ErrorLog log = errorLog;
    if (log == null) {
      throw new IllegalStateException("the configuration is not complete yet");
    }
    return log;
  }

  void errorLog(ErrorLog log) {
    errorLog = log;
  }

  /** How it is chosen. */
  public Kind kind() {
    return kind;
  }

  /** The URI prefix, the expression, or the name with its {@code @}; Latin-1. */
  public String name() {
    return name;
  }

  /** The expression of a regex location. */
  public @Nullable RegexMatch regex() {
    return regex;
  }

  /** Whether only this very URI is meant. */
  public boolean isExact() {
    return kind == Kind.EXACT;
  }

  /** Whether it is reached by its name only. */
  public boolean isNamed() {
    return kind == Kind.NAMED;
  }

  /** Whether it is an {@code if} or {@code limit_except} block. */
  public boolean isNoname() {
    return kind == Kind.NONAME;
  }

  /** Whether requests from outside get a 404. */
  public boolean isInternal() {
    return block.settings().get(CoreSettings.INTERNAL);
  }

  /**
   * Whether a request for the name without its trailing slash is redirected, as nginx does where a
   * location passes requests on.
   */
  public boolean autoRedirect() {
    return autoRedirect;
  }

  /** Sets {@link #autoRedirect()}. */
  public void autoRedirect(boolean on) {
    autoRedirect = on;
  }

  /** What answers requests here, or null for the handlers of the content phase. */
  public @Nullable PhaseHandler contentHandler() {
    return contentHandler;
  }

  /** Sets what answers requests here. */
  public void contentHandler(@Nullable PhaseHandler handler) {
    contentHandler = handler;
  }

  /** The block that holds for this method instead of the location, or null. */
  public @Nullable LocationConf limitExcept(int method) {
    return limitExcept != null && (allowedMethods & method) == 0 ? limitExcept : null;
  }

  boolean hasLimitExcept() {
    return limitExcept != null;
  }

  void limitExcept(LocationConf inner, int allowed) {
    limitExcept = inner;
    allowedMethods = allowed;
  }

  /** Puts a location into this one; where it stands is for the message about a duplicate. */
  void add(LocationConf inner, Directive d) {
    locations.add(inner, d.file(), d.line());
  }

  /** Arranges the locations inside for the search; refuses duplicates. */
  void arrange() {
    children = locations.build();
  }

  /** The locations inside this one. */
  public LocationTree children() {
    return children;
  }
}
