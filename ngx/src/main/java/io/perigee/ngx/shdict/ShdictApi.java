package io.perigee.ngx.shdict;

import io.perigee.core.zone.LruZone;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.JavaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.lua.value.Userdata;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code ngx.shared.NAME} and its methods (lua-nginx-module, ngx.shared.DICT.*). They never wait
 * and work in every phase. A dictionary is a table with its zone at index 1; its metatable holds
 * the methods and is its own {@code __index}, so that code which adds or wraps methods finds them.
 */
public final class ShdictApi implements ApiFamily {
  private static final int MAX_KEY = 65535;
  private static final LuaString NIL_KEY = LuaString.intern("nil key");
  private static final LuaString EMPTY_KEY = LuaString.intern("empty key");
  private static final LuaString KEY_TOO_LONG = LuaString.intern("key too long");
  private static final LuaString BAD_VALUE_TYPE = LuaString.intern("bad value type");
  private static final double DEFAULT_KEYS = 1024;

  private final Map<String, LruZone<LuaString, Object>> zones;

  /** The family over the zones of a configuration, by name. */
  public ShdictApi(Map<String, LruZone<LuaString, Object>> zones) {
    this.zones = zones;
  }

  @Override
  public void register(ApiTable ngx) {
    ngx.value("shared", this::dictionaries);
  }

  private LuaTable dictionaries(ApiCall call) {
    LuaTable shared = new LuaTable(0, zones.size());
    LuaTable metatable = new Methods(call).table();
    metatable.put("__index", metatable);
    zones.forEach(
        (name, zone) -> {
          LuaTable dict = new LuaTable(1, 0);
          dict.putInt(1, new Userdata(new SharedDict(zone)));
          dict.metatable(metatable);
          shared.put(LuaString.of(name), dict);
        });
    return shared;
  }

  /** The methods as one VM has them. */
  private static final class Methods {
    private final ApiCall call;
    private final LuaTable table = new LuaTable(0, 32);

    Methods(ApiCall call) {
      this.call = call;
    }

    LuaTable table() {
      table.put("get", JavaFunction.of("get", this::get));
      table.put("get_stale", JavaFunction.of("get_stale", this::getStale));
      writer("set", SharedDict.Mode.SET, false);
      writer("safe_set", SharedDict.Mode.SET, true);
      writer("add", SharedDict.Mode.ADD, false);
      writer("safe_add", SharedDict.Mode.ADD, true);
      writer("replace", SharedDict.Mode.REPLACE, false);
      table.put("delete", JavaFunction.of("delete", this::delete));
      table.put("incr", JavaFunction.variadic("incr", this::incr));
      pusher("lpush", true);
      pusher("rpush", false);
      popper("lpop", true);
      popper("rpop", false);
      table.put("llen", JavaFunction.of("llen", this::llen));
      table.put("ttl", JavaFunction.of("ttl", this::ttl));
      table.put("expire", JavaFunction.of("expire", this::expire));
      table.put("flush_all", JavaFunction.of("flush_all", this::flushAll));
      table.put("flush_expired", JavaFunction.of("flush_expired", this::flushExpired));
      table.put("get_keys", JavaFunction.of("get_keys", this::keys));
      table.put("capacity", JavaFunction.of("capacity", this::capacity));
      table.put("free_space", JavaFunction.of("free_space", this::freeSpace));
      return table;
    }

    private void writer(String name, SharedDict.Mode mode, boolean safe) {
      table.put(name, JavaFunction.variadic(name, args -> store(mode, safe, args)));
    }

    private void pusher(String name, boolean left) {
      table.put(
          name, JavaFunction.of(name, (Object self, Object k, Object v) -> push(self, k, v, left)));
    }

    private void popper(String name, boolean left) {
      table.put(name, JavaFunction.of(name, (Object self, Object k) -> pop(self, k, left)));
    }

    private long now() {
      return call.clock().millis();
    }

    private static SharedDict dict(@Nullable Object self) {
      if (self instanceof LuaTable table
          && table.getInt(1) instanceof Userdata data
          && data.value() instanceof SharedDict dict) {
        return dict;
      }
      throw LuaError.at(1, "bad \"zone\" argument");
    }

    /** The key as a string; the caller looks at {@link #keyFault} first. */
    private static LuaString key(@Nullable Object key) {
      return key instanceof LuaString s ? s : LuaString.of(Conversions.tostring(key).toString());
    }

    private static @Nullable LuaString keyFault(@Nullable Object key) {
      if (key == null) {
        return NIL_KEY;
      }
      int length = key(key).length();
      if (length == 0) {
        return EMPTY_KEY;
      }
      return length > MAX_KEY ? KEY_TOO_LONG : null;
    }

    private static Object failure(LuaString text) {
      return Results.of(null, text);
    }

    private static Object failure(String text) {
      return Results.of(null, LuaString.of(text));
    }

    private @Nullable Object get(@Nullable Object self, @Nullable Object k) {
      SharedDict dict = dict(self);
      LuaString fault = keyFault(k);
      if (fault != null) {
        return failure(fault);
      }
      SharedDict.Found found = dict.find(key(k), now(), false);
      if (found == null) {
        return null;
      }
      if (found.value() instanceof ArrayDeque) {
        return failure("value is a list");
      }
      return found.flags() == 0 ? found.value() : Results.of(found.value(), (double) found.flags());
    }

    private @Nullable Object getStale(@Nullable Object self, @Nullable Object k) {
      SharedDict dict = dict(self);
      LuaString fault = keyFault(k);
      if (fault != null) {
        return failure(fault);
      }
      SharedDict.Found found = dict.find(key(k), now(), true);
      if (found == null) {
        return null;
      }
      if (found.value() instanceof ArrayDeque) {
        return failure("value is a list");
      }
      Object flags = found.flags() == 0 ? null : (Object) (double) found.flags();
      return Results.of(found.value(), flags, found.stale());
    }

    private Object store(SharedDict.Mode mode, boolean safe, @Nullable Object[] args) {
      SharedDict dict = dict(at(args, 0));
      Object k = at(args, 1);
      LuaString fault = keyFault(k);
      if (fault != null) {
        return failure(fault);
      }
      Expiry expiry = expiry(at(args, 3), at(args, 4));
      Object value = at(args, 2);
      if (value == null && mode != SharedDict.Mode.SET) {
        return failure("attempt to add or replace nil values");
      }
      if (value != null && !isScalar(value)) {
        return failure(BAD_VALUE_TYPE);
      }
      StoreResult result = dict.store(mode, safe, key(k), value, expiry);
      return result.error() == null
          ? Results.of(true, null, result.forcible())
          : Results.of(false, LuaString.of(result.error()), result.forcible());
    }

    private static boolean isScalar(Object value) {
      return value instanceof LuaString || value instanceof Double || value instanceof Boolean;
    }

    private Expiry expiry(@Nullable Object seconds, @Nullable Object flags) {
      double lifetime = seconds == null ? 0 : number(seconds, "exptime");
      if (lifetime < 0) {
        throw LuaError.at(1, "bad \"exptime\" argument");
      }
      int bits = flags == null ? 0 : (int) (long) number(flags, "flags");
      return new Expiry(now(), (long) (lifetime * 1000), bits);
    }

    private static double number(Object value, String what) {
      Double number = Conversions.toNumber(value);
      if (number == null) {
        throw LuaError.at(1, "bad \"" + what + "\" argument");
      }
      return number;
    }

    private static @Nullable Object at(@Nullable Object[] args, int index) {
      return index < args.length ? args[index] : null;
    }

    private Object delete(@Nullable Object self, @Nullable Object k) {
      return store(SharedDict.Mode.SET, false, new @Nullable Object[] {self, k});
    }

    private Object incr(@Nullable Object[] args) {
      SharedDict dict = dict(at(args, 0));
      Object k = at(args, 1);
      LuaString fault = keyFault(k);
      if (fault != null) {
        return failure(fault);
      }
      Double by = Conversions.toNumber(at(args, 2));
      if (by == null) {
        throw LuaError.argument(
            2, "incr", "number expected, got " + Conversions.typeName(at(args, 2)));
      }
      Object init = at(args, 3);
      Double start = init == null || Boolean.FALSE.equals(init) ? null : optional(init, "init");
      Expiry expiry = new Expiry(now(), initialLifetime(at(args, 4), start), 0);
      SharedDict.Sum sum = dict.increment(key(k), by, start, expiry);
      if (sum.error() != null) {
        return Results.of(null, LuaString.of(sum.error()), sum.forcible());
      }
      return start == null && sum.value() != null
          ? sum.value()
          : Results.of(sum.value(), null, sum.forcible());
    }

    private static Double optional(Object value, String name) {
      Double number = Conversions.toNumber(value);
      if (number == null) {
        throw LuaError.at(
            1, "bad " + name + " arg: number expected, got " + Conversions.typeName(value));
      }
      return number;
    }

    private static long initialLifetime(@Nullable Object ttl, @Nullable Double init) {
      if (ttl == null) {
        return 0;
      }
      double seconds = optional(ttl, "init_ttl");
      if (seconds < 0) {
        throw LuaError.at(1, "bad \"init_ttl\" argument");
      }
      if (init == null) {
        throw LuaError.at(1, "must provide \"init\" when providing \"init_ttl\"");
      }
      return (long) (seconds * 1000);
    }

    private Object push(
        @Nullable Object self, @Nullable Object k, @Nullable Object value, boolean left) {
      SharedDict dict = dict(self);
      LuaString fault = keyFault(k);
      if (fault != null) {
        return failure(fault);
      }
      if (!(value instanceof LuaString || value instanceof Double)) {
        return failure(BAD_VALUE_TYPE);
      }
      Object result = dict.push(key(k), value, left, now());
      return result instanceof String text ? failure(text) : result;
    }

    private @Nullable Object pop(@Nullable Object self, @Nullable Object k, boolean left) {
      SharedDict dict = dict(self);
      LuaString fault = keyFault(k);
      if (fault != null) {
        return failure(fault);
      }
      Object result = dict.pop(key(k), left, now());
      return result instanceof String text ? failure(text) : result;
    }

    private Object llen(@Nullable Object self, @Nullable Object k) {
      SharedDict dict = dict(self);
      LuaString fault = keyFault(k);
      if (fault != null) {
        return failure(fault);
      }
      Object result = dict.listLength(key(k), now());
      return result instanceof String text ? failure(text) : result;
    }

    private Object ttl(@Nullable Object self, @Nullable Object k) {
      SharedDict dict = dict(self);
      LuaString fault = keyFault(k);
      if (fault != null) {
        return failure(fault);
      }
      Long left = dict.timeToLive(key(k), now());
      return left == null ? failure(SharedDict.NOT_FOUND) : (Object) (left / 1000.0);
    }

    private Object expire(@Nullable Object self, @Nullable Object k, @Nullable Object seconds) {
      SharedDict dict = dict(self);
      if (seconds == null) {
        throw LuaError.at(1, "bad \"exptime\" argument");
      }
      Expiry expiry = expiry(seconds, null);
      LuaString fault = keyFault(k);
      if (fault != null) {
        return failure(fault);
      }
      return dict.expire(key(k), expiry) ? true : failure(SharedDict.NOT_FOUND);
    }

    private Object flushAll(@Nullable Object self) {
      dict(self).flushAll();
      return Results.EMPTY;
    }

    private Object flushExpired(@Nullable Object self, @Nullable Object limit) {
      long max = limit == null ? 0 : (long) number(limit, "max_count");
      return (double) dict(self).flushExpired(max, now());
    }

    private Object keys(@Nullable Object self, @Nullable Object limit) {
      double max = limit == null ? DEFAULT_KEYS : number(limit, "max_count");
      List<LuaString> keys = dict(self).keys((long) max, now());
      LuaTable list = new LuaTable(keys.size(), 0);
      for (int i = 0; i < keys.size(); i++) {
        list.putInt(i + 1, keys.get(i));
      }
      return list;
    }

    private Object capacity(@Nullable Object self) {
      return (double) dict(self).zone().size();
    }

    private Object freeSpace(@Nullable Object self) {
      return (double) dict(self).freeSpace();
    }
  }
}
