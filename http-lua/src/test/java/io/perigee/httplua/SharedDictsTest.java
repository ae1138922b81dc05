package io.perigee.httplua;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ngx.shared} as code that extends it sees it. */
class SharedDictsTest {
  @TempDir Path prefix;

  @Test
  void methodsThatCodeAddsToTheMetatableAreThoseOfAllDictionaries() throws Exception {
    try (TestServer server =
        LuaServer.of(
            prefix,
            "lua_shared_dict one 1m;\nlua_shared_dict two 1m;\n",
            LuaServer.content(
                "/",
                """
                local methods = getmetatable(ngx.shared.one)
                local get = methods.get
                function methods.get(dict, key) return get(dict, key) or "nothing" end
                function methods:double(key) return self:incr(key, self:get(key)) end
                ngx.shared.two:set("n", 21)
                ngx.say(ngx.shared.one:get("n"), " ", ngx.shared.two:double("n"))
                ngx.say(ngx.shared.one.__index == methods)
                """))) {
      assertThat(server.body("/")).isEqualTo("nothing 42\ntrue\n");
    }
  }
}
