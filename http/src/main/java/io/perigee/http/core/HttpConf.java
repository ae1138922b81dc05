package io.perigee.http.core;

import io.perigee.conf.directive.ConfBlock;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Key;
import io.perigee.conf.directive.Settings;
import io.perigee.core.cycle.CycleBuilder;
import io.perigee.core.cycle.MainSettings;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.variable.ComplexValue;
import io.perigee.core.variable.VariableTable;
import io.perigee.http.filter.BodyFilter;
import io.perigee.http.filter.FilterChains;
import io.perigee.http.filter.HeaderFilter;
import io.perigee.http.module.HttpModules;
import io.perigee.http.phase.PhaseTable;
import io.perigee.http.request.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The http block of a cycle and all that was built from it: servers, listening addresses,
 * variables, phases, filters.
 */
public final class HttpConf {
  /** Under this key it is attached to its block, and to the cycle. */
  public static final Key<HttpConf> KEY = new Key<>("http configuration");

  private final ConfBlock block;
  private final CycleBuilder cycle;
  private final HttpModules modules;
  private final List<ServerConf> servers = new ArrayList<>();
  private final List<LocationConf> locations = new ArrayList<>();
  private final List<AddressConf> addresses = new ArrayList<>();
  private final List<ListenSocket> sockets = new ArrayList<>();
  private final ListenTable listens = new ListenTable();
  private final Map<Key<?>, Object> attachments = new ConcurrentHashMap<>();
  private @Nullable PhaseTable phases;
  private HeaderFilter.@Nullable Next headerFilters;
  private BodyFilter.@Nullable Next bodyFilters;

  HttpConf(ConfBlock block, CycleBuilder cycle, HttpModules modules) {
    this.block = block;
    this.cycle = cycle;
    this.modules = modules;
  }

  /** The http block that a directive stands in. */
  public static HttpConf of(Directive d) {
    return d.find(KEY);
  }

  /** Compiles a text with variables; refuses a malformed one at the directive's place. */
  public static ComplexValue<Request> complexValue(Directive d, String text) {
    try {
      return ComplexValue.compile(text, of(d).variables());
    } catch (ComplexValue.Malformed e) {
      throw d.error(String.valueOf(e.getMessage()));
    }
  }

  /** The values of the block. */
  public Settings settings() {
    return block.settings();
  }

  /** The block as it was read; its children are servers, upstreams and so on. */
  public ConfBlock block() {
    return block;
  }

  /** The registration page, with phase handlers and filters. */
  public HttpModules modules() {
    return modules;
  }

  /** The cycle while it is being made; not to be used once it runs. */
  public CycleBuilder cycle() {
    return cycle;
  }

  /** The variables of this configuration. */
  public VariableTable<Request> variables() {
    return modules.variables();
  }

  /** The servers in the order of the text. */
  public List<ServerConf> servers() {
    return Collections.unmodifiableList(servers);
  }

  /**
   * All locations in the order of the text: the nameless ones that stand for servers, nested ones,
   * named ones, if and limit_except blocks.
   */
  public List<LocationConf> locations() {
    return Collections.unmodifiableList(locations);
  }

  /** The addresses to listen on. */
  public List<AddressConf> addresses() {
    return Collections.unmodifiableList(addresses);
  }

  /** The sockets to open; {@link ListenSocket#addressFor} leads to the address of a connection. */
  public List<ListenSocket> sockets() {
    return Collections.unmodifiableList(sockets);
  }

  ListenTable listens() {
    return listens;
  }

  void add(ListenSocket socket) {
    sockets.add(socket);
  }

  void add(ServerConf server) {
    servers.add(server);
  }

  void add(LocationConf location) {
    locations.add(location);
  }

  void add(AddressConf address) {
    addresses.add(address);
  }

  /** Gives each block its error log; one object for blocks that share targets. */
  void makeErrorLogs() {
    IdentityHashMap<List<ErrorLog.Target>, ErrorLog> made = new IdentityHashMap<>();
    for (LocationConf location : locations) {
      Settings settings = location.settings();
      location.errorLog(made.computeIfAbsent(settings.get(MainSettings.ERROR_LOG), ErrorLog::new));
    }
  }

  /** Links phases and filters when all modules are done. */
  void link() {
    phases = PhaseTable.build(modules.handlers());
    headerFilters = FilterChains.linkHeaders(modules.headerFilters());
    bodyFilters = FilterChains.linkBodies(modules.bodyFilters());
  }

  /** The handlers of all phases. */
  public PhaseTable phases() {
    return linked(phases);
  }

  /** The first header filter, with all that follow. */
  public HeaderFilter.Next headerFilters() {
    return linked(headerFilters);
  }

  /** The first body filter, with all that follow. */
  public BodyFilter.Next bodyFilters() {
    return linked(bodyFilters);
  }

  private static <T> T linked(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the configuration is not complete yet");
    }
    return part;
  }

  /** Keeps an object with this configuration and returns it. */
  public <T> T attach(Key<T> key, T value) {
    attachments.put(key, value);
    return value;
  }

  /** What was kept under a key, or null. */
  public <T> @Nullable T attachment(Key<T> key) {
    return key.cast(attachments.get(key));
  }
}
