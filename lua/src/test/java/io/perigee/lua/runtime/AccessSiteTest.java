package io.perigee.lua.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.perigee.lua.LuaOptions;
import io.perigee.lua.LuaVm;
import io.perigee.lua.library.StandardLibraries;
import io.perigee.lua.value.LuaString;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each program runs a site until it has linked itself, then changes what the site relies on. */
final class AccessSiteTest {
  private final LuaVm vm = new LuaVm(new LuaOptions(StandardLibraries.all()));

  private String run(String... lines) {
    Object result = vm.call(vm.load(String.join("\n", lines), "=test"))[0];
    return Conversions.rawToString(result).toString();
  }

  @Test
  void aMethodMovesAlongTheClassChain() {
    assertThat(
            run(
                "local A = {} A.__index = A function A.m() return 'A' end",
                "local B = setmetatable({}, { __index = A }) B.__index = B",
                "local o, out = setmetatable({}, B), {}",
                "local function call(x) out[#out + 1] = x:m() end",
                "for i = 1, 60 do call(o) end out = {}",
                "call(o) B.m = function() return 'B' end call(o) B.m = nil call(o)",
                "A.m = function() return 'A2' end call(o)",
                "o.m = function() return 'own' end call(o) o.m = nil call(o)",
                "setmetatable(B, { __index = { m = function() return 'new' end } }) call(o)",
                "B.__index = function() return function() return 'fn' end end call(o)",
                "return table.concat(out, ' ')"))
        .isEqualTo("A B A A2 own A2 new fn");
  }

  @Test
  void newIndexIsSeenWhenItComesLate() {
    assertThat(
            run(
                "local P, log = {}, {}",
                "local function set(t, v) t.x = v end",
                "for i = 1, 60 do set(setmetatable({}, P), i) end",
                "P.__newindex = function(t, k, v) log[#log + 1] = k .. v end",
                "local q = setmetatable({}, P)",
                "set(q, 1) rawset(q, 'x', 5) set(q, 6) local x = q.x q.x = nil set(q, 7)",
                "return table.concat(log, ' ') .. ' ' .. x .. ' ' .. tostring(q.x)"))
        .isEqualTo("x1 x7 6 nil");
  }

  @Test
  void globalsMayVanishAndGetAMetatable() {
    assertThat(
            run(
                "local out = {}",
                "local function read() out[#out + 1] = tostring(g) end",
                "for i = 1, 60 do read() end out = {}",
                "g = 1 read() g = 'x' read() g = nil read()",
                "setmetatable(_G, { __index = function(_, k) return 'G' .. k end }) read()",
                "setmetatable(_G, nil) read()",
                "return table.concat(out, ' ')"))
        .isEqualTo("1 x nil Gg nil");
  }

  @Test
  void aNumberFieldMayComeToHoldAnything() {
    assertThat(
            run(
                "local t, out = { x = 1 }, {}",
                "local function read() local v = t.x + 1 out[#out + 1] = tostring(v) end",
                "for i = 1, 60 do t.x = t.x + 1 read() end out = {}",
                "read() t.x = '7' read() t.x = 0/0 read() t.x = 2 read()",
                "t.x = setmetatable({}, { __add = function() return 'sum' end }) read()",
                "t.x = nil out[#out + 1] = select(2, pcall(read))",
                "setmetatable(t, { __index = { x = 10 } }) read()",
                "t = setmetatable({}, { __index = function() return 20 end }) read()",
                "t = { x = 30 } read()",
                "return table.concat(out, ' ')"))
        .isEqualTo(
            "62 8 nan 3 sum test:2: attempt to perform arithmetic on field 'x' (a nil value)"
                + " 11 21 31");
  }

  @Test
  void aFieldThatIsHardlyEverANumberIsReadRightAfterMany() {
    assertThat(
            run(
                "local sum = 0",
                "local function add(t) sum = sum + t.n end",
                "for i = 1, 60 do add({ n = '1' }) end",
                "for i = 1, 60 do add({ n = 1 }) end",
                "return sum"))
        .isEqualTo("120");
  }

  @Test
  void aNumberIsSetAsAnyValueIs() {
    assertThat(
            run(
                "local P, log = {}, {}",
                "local function set(t, v) t.x = v + 0 end",
                "for i = 1, 60 do set({ x = i }, i) set({}, i) set(setmetatable({}, P), i) end",
                "P.__newindex = function(t, k, v) log[#log + 1] = k .. v end",
                "local q = setmetatable({}, P)",
                "set(q, 1) rawset(q, 'x', 'a') set(q, 6) log[#log + 1] = q.x q.x = nil set(q, 7)",
                "local s = { x = 'text' } set(s, 8) log[#log + 1] = s.x",
                "local t = { x = 1, y = 2 } t.x = nil set(t, 9) log[#log + 1] = t.x",
                "log[#log + 1] = select(2, pcall(set, nil, 1))",
                "return table.concat(log, ' ') .. ' ' .. tostring(rawget(q, 'x'))"))
        .isEqualTo("x1 6 x7 8 9 test:2: attempt to index local 't' (a nil value) nil");
  }

  @Test
  void manyShapesAtOneSiteAreAllRight() {
    assertThat(
            run(
                "local objects, sum = {}, 0",
                "for i = 1, 40 do local o = {} for j = 1, i do o['f' .. j] = j end objects[i] = o"
                    + " end",
                "for r = 1, 40 do for i = 1, 40 do",
                "  local o = objects[i] o.foo = (o.foo or 0) + i sum = sum + o.foo",
                "end end",
                "return sum"))
        .isEqualTo("672400");
  }

  @Test
  void tracebacksAreInLuaJitsForm() {
    assertThat(
            run(
                "local function fail() error('oops') end",
                "function globalf() fail() end",
                "local object = {} function object:method() globalf() end",
                "local ok, text = xpcall(function() object:method() end, debug.traceback)",
                "return text"))
        .isEqualTo(
            """
            test:1: oops
            stack traceback:
            \t[C]: in function 'error'
            \ttest:1: in function 'fail'
            \ttest:2: in function 'globalf'
            \ttest:3: in function 'method'
            \ttest:4: in function <test:4>
            \t[C]: in function 'xpcall'
            \ttest:4: in main chunk\
            """);
  }

  @Test
  void aFullStackNamesItsLineAndCanBeCaught() {
    assertThat(run("local function f() return f() + 1 end", "local ok, e = pcall(f)", "return e"))
        .isEqualTo("test:1: stack overflow");
  }

  @Test
  void anErrorInAFinalizerIsReportedAndTheOthersRun() {
    List<String> reports = new ArrayList<>();
    vm.finalizers().errors(reports::add);
    run(
        "local first, second = newproxy(true), newproxy(true)",
        "getmetatable(first).__gc = function() done = true end",
        "getmetatable(second).__gc = function() error('broken') end return 1");
    vm.close();
    assertThat(reports).containsExactly("ERROR in finalizer: test:3: broken");
    assertThat(vm.globals().get(LuaString.of("done"))).isEqualTo(true);
  }

  @Test
  void userdataIsFinalizedAtTheEnd() {
    run("local p = newproxy(true)", "getmetatable(p).__gc = function() done = true end return 1");
    vm.close();
    assertThat(vm.globals().get(LuaString.of("done"))).isEqualTo(true);
  }
}
