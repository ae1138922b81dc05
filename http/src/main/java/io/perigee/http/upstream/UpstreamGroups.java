package io.perigee.http.upstream;

import io.perigee.conf.directive.ConfBlock;
import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Key;
import io.perigee.conf.text.ConfError;
import io.perigee.core.text.Ascii;
import io.perigee.http.core.HttpConf;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The groups of a configuration by name: {@code upstream} blocks, wherever they stand, and single
 * servers that other directives name.
 */
public final class UpstreamGroups {
  private static final Key<UpstreamGroups> KEY = new Key<>("upstream groups");

  /** A use of a name before it is known whether a block of that name follows. */
  private record Use(PeerAddresses url, int usualPort, Directive directive, Holder holder) {}

  /** A group that is known when the configuration is complete. */
  public static final class Holder {
    private @Nullable UpstreamGroup group;

    private Holder() {}

    /** The group. */
    public UpstreamGroup group() {
      UpstreamGroup found = group;
      if (found == null) {
        throw new IllegalStateException("the configuration is not complete yet");
      }
      return found;
    }
  }

  private final Map<String, UpstreamGroup> defined = new HashMap<>();
  private final Map<String, UpstreamGroup> single = new HashMap<>();
  private final Map<UpstreamGroup, ConfBlock> blocks = new LinkedHashMap<>();
  private final java.util.ArrayList<Use> uses = new java.util.ArrayList<>();

  private UpstreamGroups() {}

  /** Those of a configuration. */
  public static UpstreamGroups of(HttpConf conf) {
    UpstreamGroups known = conf.attachment(KEY);
    return known == null ? conf.attach(KEY, new UpstreamGroups()) : known;
  }

  void define(Directive d, UpstreamGroup group) {
    if (defined.putIfAbsent(Ascii.lower(d.arg(0)), group) != null) {
      throw d.error("duplicate upstream \"" + d.arg(0) + "\"");
    }
  }

  void block(UpstreamGroup group, ConfBlock block) {
    blocks.put(group, block);
  }

  Map<UpstreamGroup, ConfBlock> blocks() {
    return blocks;
  }

  /** The block of that name, or null. */
  public @Nullable UpstreamGroup named(String name) {
    return defined.get(Ascii.lower(name));
  }

  /**
   * The group that a directive passes requests to: the block of that name, also one further down,
   * or else the server itself, looked up when the configuration is complete.
   */
  public Holder use(Directive d, PeerAddresses url, int usualPort) {
    Holder holder = new Holder();
    uses.add(new Use(url, usualPort, d, holder));
    return holder;
  }

  /** The group that an address of a request means: a block, or a server that is known; or null. */
  public @Nullable UpstreamGroup known(PeerAddresses url, int usualPort) {
    UpstreamGroup block = url.port() == 0 && url.unixPath() == null ? named(url.host()) : null;
    return block != null ? block : single.get(url.nameWithPort(usualPort));
  }

  void complete() {
    for (Use use : uses) {
      use.holder.group = find(use);
    }
    uses.clear();
  }

  private UpstreamGroup find(Use use) {
    PeerAddresses url = use.url;
    UpstreamGroup block = url.unixPath() == null ? named(url.host()) : null;
    if (block != null) {
      if (url.port() != 0) {
        throw new ConfError(
            "upstream \"" + url.host() + "\" may not have port " + url.port(),
            use.directive.file(),
            use.directive.line());
      }
      return block;
    }
    if (url.port() == 0 && use.usualPort == 0 && url.unixPath() == null) {
      throw new ConfError(
          "no port in upstream \"" + url.host() + "\"", use.directive.file(), use.directive.line());
    }
    String name = url.nameWithPort(use.usualPort);
    UpstreamGroup known = single.get(name);
    if (known == null) {
      List<SocketAddress> addresses = url.resolve(use.usualPort);
      if (addresses.isEmpty()) {
        throw new ConfError(
            "host not found in upstream \"" + url.host() + "\"",
            use.directive.file(),
            use.directive.line());
      }
      known = new UpstreamGroup(Ascii.latin1(name), use.directive);
      known.add(UpstreamServer.usual(name, addresses));
      single.put(name, known);
    }
    return known;
  }
}
