package io.perigee.ngx.encoding;

import io.perigee.core.text.Base64Text;
import io.perigee.core.text.Digests;
import io.perigee.core.text.HttpDate;
import io.perigee.core.text.SqlQuote;
import io.perigee.core.text.UriEscape;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.Results;
import io.perigee.ngx.api.ApiCall;
import io.perigee.ngx.api.ApiFamily;
import io.perigee.ngx.api.ApiTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** ngx.escape_uri, ngx.encode_args, ngx.encode_base64, ngx.md5 and their relatives. */
public final class EncodingApi implements ApiFamily {
  private static final LuaString TRUNCATED = LuaString.intern("truncated");
  private static final int COMPONENT = 2;

  /** The sets of ngx.escape_uri by its second argument. */
  private static final UriEscape[] URI_TYPES = {
    UriEscape.LUA_URI,
    UriEscape.ARGS,
    UriEscape.LUA_COMPONENT,
    UriEscape.HTML,
    UriEscape.REFRESH,
    UriEscape.MEMCACHED,
    UriEscape.MAIL_AUTH,
  };

  /** The family. */
  public EncodingApi() {}

  @Override
  public void register(ApiTable ngx) {
    ngx.function("escape_uri", EncodingApi::escapeUri);
    ngx.function("unescape_uri", (ApiCall call, @Nullable Object text) -> unescapeUri(text));
    ngx.function("encode_args", (ApiCall call, @Nullable Object text) -> encodeArgs(text));
    ngx.function("decode_args", EncodingApi::decodeArgs);
    ngx.function("encode_base64", EncodingApi::encodeBase64);
    ngx.function("decode_base64", (ApiCall call, @Nullable Object text) -> decodeBase64(text));
    ngx.function(
        "decode_base64mime", (ApiCall call, @Nullable Object text) -> decodeBase64Mime(text));
    ngx.function("crc32_short", (ApiCall call, @Nullable Object text) -> crc32(text));
    ngx.function("crc32_long", (ApiCall call, @Nullable Object text) -> crc32(text));
    ngx.function("md5", (ApiCall call, @Nullable Object text) -> md5(text));
    ngx.function("md5_bin", (ApiCall call, @Nullable Object text) -> md5Bin(text));
    ngx.function("sha1_bin", (ApiCall call, @Nullable Object text) -> sha1Bin(text));
    ngx.function("hmac_sha1", EncodingApi::hmacSha1);
    ngx.function("http_time", (ApiCall call, @Nullable Object time) -> httpTime(time));
    ngx.function("cookie_time", (ApiCall call, @Nullable Object time) -> cookieTime(time));
    ngx.function("parse_http_time", (ApiCall call, @Nullable Object text) -> parseHttpTime(text));
    ngx.function("quote_sql_str", (ApiCall call, @Nullable Object text) -> quoteSqlStr(text));
  }

  /** A string, the text of any other value, and no bytes for nil and false. */
  private static byte[] bytes(@Nullable Object value) {
    if (value instanceof LuaString s) {
      return s.bytes();
    }
    if (value == null || Boolean.FALSE.equals(value)) {
      return LuaString.EMPTY.bytes();
    }
    return Conversions.tostring(value) instanceof LuaString s ? s.bytes() : new byte[0];
  }

  private static Object escapeUri(ApiCall call, @Nullable Object text, @Nullable Object type) {
    int set = COMPONENT;
    if (type != null) {
      if (!(type instanceof Double number)) {
        throw new LuaError("\"type\" is not a number");
      }
      set = number.intValue();
      if (set < 0 || set >= URI_TYPES.length) {
        throw new LuaError("\"type\" " + Conversions.tostring(type) + " out of range");
      }
    }
    byte[] plain = bytes(text);
    byte[] escaped = URI_TYPES[set].escape(plain);
    return text instanceof LuaString && Arrays.equals(escaped, plain)
        ? text
        : LuaString.wrap(escaped);
  }

  private static Object unescapeUri(@Nullable Object text) {
    return LuaString.wrap(QueryArgs.unescape(bytes(text)));
  }

  private static Object encodeArgs(@Nullable Object table) {
    if (!(table instanceof LuaTable args)) {
      throw LuaError.typeError(1, "encode_args", "table", table);
    }
    return LuaString.wrap(QueryArgs.encode(args));
  }

  private static Object decodeArgs(ApiCall call, @Nullable Object text, @Nullable Object limit) {
    LuaString source = Conversions.toLuaString(text);
    if (source == null) {
      throw LuaError.typeError(1, "decode_args", "string", text);
    }
    Double max = limit == null ? Double.valueOf(QueryArgs.DEFAULT_LIMIT) : toNumber(limit);
    LuaTable table = new LuaTable();
    boolean cut = QueryArgs.decode(source.bytes(), max.intValue(), table);
    return cut ? Results.of(table, TRUNCATED) : table;
  }

  private static Double toNumber(Object value) {
    Double number = Conversions.toNumber(value);
    if (number == null) {
      throw LuaError.typeError(2, "decode_args", "number", value);
    }
    return number;
  }

  private static Object encodeBase64(
      ApiCall call, @Nullable Object text, @Nullable Object noPadding) {
    if (noPadding != null && !(noPadding instanceof Boolean)) {
      throw LuaError.at(
          1,
          "bad argument #2 to 'encode_base64' (boolean expected, got "
              + Conversions.typeName(noPadding)
              + ")");
    }
    return LuaString.wrap(Base64Text.encode(bytes(text), !Boolean.TRUE.equals(noPadding)));
  }

  private static byte[] stringOnly(@Nullable Object text) {
    if (text instanceof LuaString s) {
      return s.bytes();
    }
    throw LuaError.at(1, "string argument only");
  }

  private static @Nullable Object wrap(byte @Nullable [] bytes) {
    return bytes == null ? null : LuaString.wrap(bytes);
  }

  private static @Nullable Object decodeBase64(@Nullable Object text) {
    return wrap(Base64Text.decode(stringOnly(text)));
  }

  private static @Nullable Object decodeBase64Mime(@Nullable Object text) {
    return wrap(Base64Text.decodeMime(stringOnly(text)));
  }

  private static Object crc32(@Nullable Object text) {
    return (double) Digests.crc32(bytes(text));
  }

  private static Object md5(@Nullable Object text) {
    return LuaString.wrap(Digests.hex(Digests.md5(bytes(text))));
  }

  private static Object md5Bin(@Nullable Object text) {
    return LuaString.wrap(Digests.md5(bytes(text)));
  }

  private static Object sha1Bin(@Nullable Object text) {
    return LuaString.wrap(Digests.sha1(bytes(text)));
  }

  private static Object hmacSha1(ApiCall call, @Nullable Object key, @Nullable Object text) {
    return LuaString.wrap(Digests.hmacSha1(required(key, 1), required(text, 2)));
  }

  private static byte[] required(@Nullable Object value, int index) {
    LuaString text = Conversions.toLuaString(value);
    if (text == null) {
      throw LuaError.typeError(index, "hmac_sha1", "string", value);
    }
    return text.bytes();
  }

  private static Object quoteSqlStr(@Nullable Object text) {
    return LuaString.wrap(SqlQuote.quote(bytes(text)));
  }

  private static long seconds(@Nullable Object time) {
    if (time instanceof Double seconds) {
      return seconds.longValue();
    }
    throw LuaError.at(1, "number argument only");
  }

  private static Object httpTime(@Nullable Object time) {
    return LuaString.of(HttpDate.format(seconds(time)));
  }

  private static Object cookieTime(@Nullable Object time) {
    return LuaString.of(HttpDate.formatCookie(seconds(time)));
  }

  private static @Nullable Object parseHttpTime(@Nullable Object text) {
    long seconds = HttpDate.parse(stringOnly(text));
    return seconds == HttpDate.INVALID ? null : (Object) (double) seconds;
  }
}
