package io.perigee.http.location;

import io.perigee.conf.text.ConfError;
import io.perigee.core.text.Ascii;
import io.perigee.http.core.LocationConf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The locations inside one block, arranged for the search by URI: a tree of prefixes for exact and
 * prefix locations, and the list of expressions in the order of the text (nginx's {@code
 * static_locations} and {@code regex_locations}).
 */
public final class LocationTree {
  /** No locations. */
  public static final LocationTree EMPTY = new LocationTree(null, new LocationConf[0]);

  /**
   * A node for the bytes between its parent's place in the URI and its own; children differ in
   * their first byte and are sorted by it.
   */
  static final class Node {
    private final byte[] part;
    private @Nullable LocationConf exact;
    private @Nullable LocationConf prefix;
    private Node[] children = {};

    Node(byte[] part) {
      this.part = part;
    }

    @Nullable Node child(byte first) {
      for (Node child : children) {
        if (child.part[0] == first) {
          return child;
        }
      }
      return null;
    }

    void add(Node child) {
      children = Arrays.copyOf(children, children.length + 1);
      children[children.length - 1] = child;
    }

    void replace(Node old, Node by) {
      for (int i = 0; i < children.length; i++) {
        if (children[i] == old) {
          children[i] = by;
        }
      }
    }

    byte[] part() {
      return part;
    }

    @Nullable LocationConf exact() {
      return exact;
    }

    @Nullable LocationConf prefix() {
      return prefix;
    }

    /** The location that redirects a URI which lacks only the slash that this node adds. */
    @Nullable LocationConf redirectForSlash() {
      if (part.length != 1 || part[0] != '/') {
        return null;
      }
      LocationConf location = exact != null ? exact : prefix;
      return location != null && location.autoRedirect() ? location : null;
    }
  }

  private final @Nullable Node root;
  private final LocationConf[] regexes;

  private LocationTree(@Nullable Node root, LocationConf[] regexes) {
    this.root = root;
    this.regexes = regexes;
  }

  @Nullable Node root() {
    return root;
  }

  LocationConf[] regexes() {
    return regexes;
  }

  /** Whether nothing can be found here. */
  public boolean isEmpty() {
    return root == null && regexes.length == 0;
  }

  /** Gathers the locations of a block. */
  public static final class Builder {
    private record Entry(LocationConf location, String file, int line) {}

    private final List<Entry> byName = new ArrayList<>();
    private final List<LocationConf> regexes = new ArrayList<>();

    /** Adds a location of any kind; named ones are not searched for and are left out. */
    public void add(LocationConf location, String file, int line) {
      switch (location.kind()) {
        case EXACT, PREFIX, PREFIX_FINAL -> byName.add(new Entry(location, file, line));
        case REGEX -> regexes.add(location);
        default -> {}
      }
    }

    /** The tree; throws nginx's {@code duplicate location} where two are the same. */
    public LocationTree build() {
      if (byName.isEmpty() && regexes.isEmpty()) {
        return EMPTY;
      }
      refuseDuplicates();
      Node root = null;
      if (!byName.isEmpty()) {
        root = new Node(Ascii.EMPTY);
        for (Entry entry : byName) {
          insert(root, entry.location());
        }
      }
      return new LocationTree(root, regexes.toArray(LocationConf[]::new));
    }

    private void refuseDuplicates() {
      List<Entry> sorted = new ArrayList<>(byName);
      sorted.sort(Comparator.comparing(entry -> entry.location().name()));
      for (int i = 1; i < sorted.size(); i++) {
        Entry before = sorted.get(i - 1);
        for (int k = i; k < sorted.size(); k++) {
          Entry entry = sorted.get(k);
          if (!entry.location().name().equals(before.location().name())) {
            break;
          }
          if (entry.location().isExact() == before.location().isExact()) {
            throw new ConfError(
                "duplicate location \"" + entry.location().name() + "\"",
                entry.file(),
                entry.line());
          }
        }
      }
    }

    private static void insert(Node root, LocationConf location) {
      byte[] name = Ascii.latin1(location.name());
      Node node = root;
      int at = 0;
      while (at < name.length) {
        Node child = node.child(name[at]);
        if (child == null) {
          child = new Node(Ascii.slice(name, at, name.length));
          node.add(child);
        } else {
          child = split(node, child, name, at);
        }
        at += child.part.length;
        node = child;
      }
      if (location.isExact()) {
        node.exact = location;
      } else {
        node.prefix = location;
      }
    }

    /** The part of a child that the name shares, cut off as a node of its own if need be. */
    private static Node split(Node parent, Node child, byte[] name, int at) {
      int shared = Arrays.mismatch(child.part, 0, child.part.length, name, at, name.length);
      if (shared < 0 || shared == child.part.length) {
        return child;
      }
      Node upper = new Node(Ascii.slice(child.part, 0, shared));
      Node lower = new Node(Ascii.slice(child.part, shared, child.part.length));
      lower.exact = child.exact;
      lower.prefix = child.prefix;
      lower.children = child.children;
      upper.add(lower);
      parent.replace(child, upper);
      return upper;
    }
  }
}
