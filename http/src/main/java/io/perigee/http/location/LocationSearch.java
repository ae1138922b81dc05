package io.perigee.http.location;

import io.perigee.http.core.LocationConf;
import io.perigee.http.request.Request;
import io.perigee.http.variable.RegexMatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the location of a request (nginx's {@code ngx_http_core_find_location}): an exact one, else
 * the one with the longest prefix; then, inside it, its own locations; then, unless that prefix was
 * declared final, the first expression that matches.
 */
public final class LocationSearch {
  /** What a search came to. */
  public enum Result {
    /** The request has its location; perhaps the server's own settings. */
    FOUND,
    /** The URI lacks the slash at the end of a location that wants a redirect. */
    REDIRECT,
    /** An expression could not be run. */
    ERROR
  }

  private enum Step {
    /** An exact location, or one by expression: the search is over. */
    DECIDED,
    /** A prefix: expressions may still win. */
    PREFIX,
    /** Nothing. */
    NONE,
    /** A slash is missing. */
    REDIRECT
  }

  private final @Nullable Request request;
  private final byte[] uri;
  private LocationConf location;

  private LocationSearch(@Nullable Request request, byte[] uri, LocationConf outer) {
    this.request = request;
    this.uri = uri;
    this.location = outer;
  }

  /** Sets the request's location for its URI. */
  public static Result find(Request r) {
    LocationSearch search = new LocationSearch(r, r.uri(), r.location());
    Step step = search.inside(r.location());
    if (search.location != r.location()) {
      r.location(search.location);
    }
    return step == Step.REDIRECT ? Result.REDIRECT : Result.FOUND;
  }

  /** The location for a URI, without a request whose variables an expression could change. */
  static LocationConf find(LocationConf outer, byte[] uri) {
    LocationSearch search = new LocationSearch(null, uri, outer);
    search.inside(outer);
    return search.location;
  }

  private Step inside(LocationConf outer) {
    LocationTree tree = outer.children();
    if (tree.isEmpty()) {
      return Step.NONE;
    }
    Step step = byPrefix(tree.root());
    boolean isFinal = false;
    if (step == Step.PREFIX) {
      LocationConf found = location;
      isFinal = found.kind() == LocationConf.Kind.PREFIX_FINAL;
      Step nested = inside(found);
      if (nested == Step.DECIDED || nested == Step.REDIRECT) {
        return nested;
      }
    }
    if (step == Step.DECIDED || step == Step.REDIRECT || isFinal) {
      return step;
    }
    for (LocationConf candidate : tree.regexes()) {
      RegexMatch regex = candidate.regex();
      if (regex != null && matches(regex)) {
        location = candidate;
        return inside(candidate) == Step.REDIRECT ? Step.REDIRECT : Step.DECIDED;
      }
    }
    return step;
  }

  private boolean matches(RegexMatch regex) {
    return request == null ? regex.matches(uri) : regex.matches(request, uri);
  }

  private Step byPrefix(LocationTree.@Nullable Node root) {
    LocationTree.Node node = root;
    LocationConf longest = null;
    int at = 0;
    while (node != null) {
      at += node.part().length;
      if (at == uri.length) {
        if (node.exact() != null) {
          location = node.exact();
          return Step.DECIDED;
        }
        longest = node.prefix() != null ? node.prefix() : longest;
        return node.prefix() == null && redirects(node) ? Step.REDIRECT : found(longest);
      }
      longest = node.prefix() != null ? node.prefix() : longest;
      LocationTree.Node next = node.child(uri[at]);
      if (next == null || !startsWith(at, next.part())) {
        if (next != null && missesSlash(at, next)) {
          return Step.REDIRECT;
        }
        break;
      }
      node = next;
    }
    return found(longest);
  }

  private Step found(@Nullable LocationConf longest) {
    if (longest == null) {
      return Step.NONE;
    }
    location = longest;
    return Step.PREFIX;
  }

  /** The URI ends at a node below which the slash of a redirecting location stands alone. */
  private boolean redirects(LocationTree.Node node) {
    LocationTree.Node slash = node.child((byte) '/');
    LocationConf target = slash == null ? null : slash.redirectForSlash();
    if (target == null) {
      return false;
    }
    location = target;
    return true;
  }

  /** The rest of the URI is all of a node's part but the slash at its end. */
  private boolean missesSlash(int at, LocationTree.Node node) {
    byte[] part = node.part();
    int rest = uri.length - at;
    boolean slashOnly = part.length == rest + 1 && part[rest] == '/';
    if (!slashOnly || !Arrays.equals(uri, at, uri.length, part, 0, rest)) {
      return false;
    }
    LocationConf target = node.exact() != null ? node.exact() : node.prefix();
    if (target == null || !target.autoRedirect()) {
      return false;
    }
    location = target;
    return true;
  }

  private boolean startsWith(int at, byte[] part) {
    return uri.length - at >= part.length
        && Arrays.equals(uri, at, at + part.length, part, 0, part.length);
  }
}
