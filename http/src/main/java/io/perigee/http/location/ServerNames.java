package io.perigee.http.location;

import io.perigee.core.text.Ascii;
import io.perigee.http.core.ServerConf;
import io.perigee.http.request.Request;
import io.perigee.http.variable.RegexMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The servers of one listening address by name: exact names, wildcards at the start, wildcards at
 * the end, expressions, in this order (nginx's {@code ngx_http_find_virtual_server}).
 */
public final class ServerNames {
  /** What became of a name that was added. */
  public enum Added {
    OK,
    /** Another server has it already. */
    CONFLICT,
    /** It is no name and no wildcard. */
    INVALID
  }

  private record ByRegex(RegexMatch regex, ServerConf server) {}

  private final Map<String, ServerConf> exact = new HashMap<>();
  private final Map<String, ServerConf> heads = new HashMap<>();
  private final Map<String, ServerConf> tails = new HashMap<>();
  private final List<ByRegex> regexes = new ArrayList<>();

  /** Adds an expression. */
  public void add(RegexMatch regex, ServerConf server) {
    regexes.add(new ByRegex(regex, server));
  }

  /** Adds a name or wildcard in small letters; nginx's {@code ngx_hash_add_key}. */
  public Added add(String name, ServerConf server) {
    int stars = name.length() - name.replace("*", "").length();
    if (stars > 1 || name.contains("..") || name.indexOf('\0') >= 0) {
      return Added.INVALID;
    }
    if (stars == 0) {
      return addPlain(name, server);
    }
    if (name.length() > 2 && name.startsWith("*.")) {
      return put(heads, name.substring(2), server);
    }
    if (name.length() > 2 && name.endsWith(".*")) {
      return put(tails, name.substring(0, name.length() - 2), server);
    }
    return Added.INVALID;
  }

  /** A name, or {@code .example.com}, which is both the name and all below it. */
  private Added addPlain(String name, ServerConf server) {
    if (name.length() < 2 || name.charAt(0) != '.') {
      return put(exact, name, server);
    }
    String base = name.substring(1);
    Added below = put(heads, base, server);
    return below == Added.OK ? put(exact, base, server) : below;
  }

  private static Added put(Map<String, ServerConf> map, String key, ServerConf server) {
    return map.putIfAbsent(key, server) == null ? Added.OK : Added.CONFLICT;
  }

  /** The server that has this name, or null. */
  public @Nullable ServerConf find(byte[] host, @Nullable Request request) {
    String name = Ascii.string(host);
    ServerConf found = exact.get(name);
    if (found == null && !heads.isEmpty()) {
      found = byHead(name);
    }
    if (found == null && !tails.isEmpty()) {
      found = byTail(name);
    }
    return found != null || host.length == 0 ? found : byRegex(host, request);
  }

  /** The longest wildcard wins: labels are dropped from the left one by one. */
  private @Nullable ServerConf byHead(String name) {
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      ServerConf found = heads.get(name.substring(dot + 1));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable ServerConf byTail(String name) {
    for (int dot = name.lastIndexOf('.'); dot >= 0; dot = name.lastIndexOf('.', dot - 1)) {
      ServerConf found = tails.get(name.substring(0, dot));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable ServerConf byRegex(byte[] host, @Nullable Request request) {
    for (ByRegex candidate : regexes) {
      boolean matches =
          request == null
              ? candidate.regex().matches(host)
              : candidate.regex().matches(request, host);
      if (matches) {
        return candidate.server();
      }
    }
    return null;
  }
}
