package io.perigee.httplua.directive;

import io.perigee.conf.directive.Directive;
import io.perigee.conf.directive.Key;
import io.perigee.conf.value.Quantities;
import io.perigee.core.cycle.Cycle;
import io.perigee.core.cycle.CycleBuilder;
import io.perigee.core.zone.LruZone;
import io.perigee.lua.value.LuaString;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code lua_shared_dict}: the zones of a cycle by name. A zone that a new configuration declares
 * with the same name and size keeps its contents over a reload.
 */
public final class SharedDictionaries {
  private static final Key<SharedDictionaries> KEY = new Key<>("lua_shared_dict");
  private static final long LEAST = 8192;

  private final Map<String, LruZone<LuaString, Object>> zones = new LinkedHashMap<>();

  private SharedDictionaries() {}

  /** The zones of a configuration that is being read. */
  public static SharedDictionaries of(CycleBuilder cycle) {
    SharedDictionaries known = cycle.attachment(KEY);
    return known == null ? cycle.attach(KEY, new SharedDictionaries()) : known;
  }

  /** The zones by name. */
  public Map<String, LruZone<LuaString, Object>> zones() {
    return zones;
  }

  /** Reads one directive. */
  public static void declare(Directive d) {
    String name = d.arg(0);
    if (name.isEmpty()) {
      throw d.error("invalid lua shared dict name \"" + name + "\"");
    }
    long size = Quantities.size(d.arg(1));
    if (size < LEAST) {
      throw d.error("invalid lua shared dict size \"" + d.arg(1) + "\"");
    }
    CycleBuilder cycle = CycleBuilder.of(d);
    SharedDictionaries all = of(cycle);
    if (all.zones.containsKey(name)) {
      throw d.error("lua_shared_dict \"" + name + "\" is already defined as \"" + name + "\"");
    }
    LruZone<LuaString, Object> kept = kept(cycle.previous(), name, size);
    all.zones.put(name, kept == null ? new LruZone<>(name, size) : kept);
  }

  private static @Nullable LruZone<LuaString, Object> kept(
      @Nullable Cycle previous, String name, long size) {
    SharedDictionaries before = previous == null ? null : previous.attachment(KEY);
    LruZone<LuaString, Object> zone = before == null ? null : before.zones.get(name);
    return zone != null && zone.size() == size ? zone : null;
  }
}
