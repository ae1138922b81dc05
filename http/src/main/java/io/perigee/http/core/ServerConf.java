package io.perigee.http.core;

import io.perigee.conf.directive.ConfBlock;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Key;
import io.perigee.conf.directive.Settings;
import io.perigee.core.log.ErrorLog;
import io.perigee.core.text.Ascii;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server block: its names, its settings and its locations. */
public final class ServerConf {
  /** Under this key it is attached to its block. */
  public static final Key<ServerConf> KEY = new Key<>("server configuration");

  private final HttpConf conf;
  private final ConfBlock block;
  private final LocationConf location;
  private final List<ServerName> names = new ArrayList<>();
  private final Map<String, LocationConf> named = new HashMap<>();
  private byte[] name = Ascii.EMPTY;
  private boolean listening;

  ServerConf(HttpConf conf, ConfBlock block) {
    this.conf = conf;
    this.block = block;
    block.attach(KEY, this);
    this.location = LocationConf.ofServer(this, block);
  }

  /** The server block that a directive stands in, at any depth. */
  public static ServerConf of(Directive d) {
    return d.find(KEY);
  }

  /** The http block that it belongs to. */
  public HttpConf conf() {
    return conf;
  }

  /** The values of the block. */
  public Settings settings() {
    return block.settings();
  }

  /** The block as it was read. */
  public ConfBlock block() {
    return block;
  }

  /** The nameless location that stands for the server's own settings and holds its locations. */
  public LocationConf defaultLocation() {
    return location;
  }

  /** The error log of the block. */
  public ErrorLog errorLog() {
    return location.errorLog();
  }

  /** The first of its names (variable $server_name), empty where it has none. */
  public byte[] name() {
    return name;
  }

  void name(byte[] primary) {
    name = primary;
  }

  boolean isListening() {
    return listening;
  }

  void listening(boolean on) {
    listening = on;
  }

  /** Its names in the order of the text. */
  public List<ServerName> names() {
    return Collections.unmodifiableList(names);
  }

  void add(ServerName more) {
    names.add(more);
  }

  /** The location with a name that begins with {@code @}, or null. */
  public @Nullable LocationConf namedLocation(byte[] at) {
    return named.get(Ascii.string(at));
  }

  void addNamed(LocationConf at) {
    named.put(at.name(), at);
  }
}
