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

  private LocationSearch() {}

  /** Sets the request's location for its URI. */
  public static Result find(Request r) {
    return inside(r, r.location()) == Step.REDIRECT ? Result.REDIRECT : Result.FOUND;
  }

  private static Step inside(Request r, LocationConf outer) {
    LocationTree tree = outer.children();
    if (tree.isEmpty()) {
      return Step.NONE;
    }
    Step step = byPrefix(r, tree.root());
    boolean isFinal = false;
    if (step == Step.PREFIX) {
      LocationConf found = r.location();
      isFinal = found.kind() == LocationConf.Kind.PREFIX_FINAL;
      Step nested = inside(r, found);
      if (nested == Step.DECIDED || nested == Step.REDIRECT) {
        return nested;
      }
    }
    if (step == Step.DECIDED || step == Step.REDIRECT || isFinal) {
      return step;
    }
    for (LocationConf candidate : tree.regexes()) {
      RegexMatch regex = candidate.regex();
      if (regex != null && regex.matches(r, r.uri())) {
        r.location(candidate);
        return inside(r, candidate) == Step.REDIRECT ? Step.REDIRECT : Step.DECIDED;
      }
    }
    return step;
  }

  private static Step byPrefix(Request r, LocationTree.@Nullable Node root) {
    byte[] uri = r.uri();
    LocationTree.Node node = root;
    LocationConf longest = null;
    int at = 0;
    while (node != null) {
      at += node.part().length;
      if (at == uri.length) {
        if (node.exact() != null) {
          r.location(node.exact());
          return Step.DECIDED;
        }
        longest = node.prefix() != null ? node.prefix() : longest;
        return node.prefix() == null && redirects(r, node) ? Step.REDIRECT : found(r, longest);
      }
      longest = node.prefix() != null ? node.prefix() : longest;
      LocationTree.Node next = node.child(uri[at]);
      if (next == null || !startsWith(uri, at, next.part())) {
        if (next != null && missesSlash(r, uri, at, next)) {
          return Step.REDIRECT;
        }
        break;
      }
      node = next;
    }
    return found(r, longest);
  }

  private static Step found(Request r, @Nullable LocationConf longest) {
    if (longest == null) {
      return Step.NONE;
    }
    r.location(longest);
    return Step.PREFIX;
  }

  /** The URI ends at a node below which the slash of a redirecting location stands alone. */
  private static boolean redirects(Request r, LocationTree.Node node) {
    LocationTree.Node slash = node.child((byte) '/');
    LocationConf target = slash == null ? null : slash.redirectForSlash();
    if (target == null) {
      return false;
    }
    r.location(target);
    return true;
  }

  /** The rest of the URI is all of a node's part but the slash at its end. */
  private static boolean missesSlash(Request r, byte[] uri, int at, LocationTree.Node node) {
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
    r.location(target);
    return true;
  }

  private static boolean startsWith(byte[] uri, int at, byte[] part) {
    return uri.length - at >= part.length
        && Arrays.equals(uri, at, at + part.length, part, 0, part.length);
  }
}
