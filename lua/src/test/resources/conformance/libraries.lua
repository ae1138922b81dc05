-- load and dump, environments, modules, os, io, math, bit and debug.

test('loadstring and load compile texts and pieces', function()
  returns('3 nil 6', "return loadstring('return 1 + 2')(), nil, (function() local parts, i = {'return ', '1 + ', '5'}, 0 return load(function() i = i + 1 return parts[i] end)() end)()")
  shows([[nil '[string "x ="]:1: unexpected symbol near \039<eof>\039']], loadstring('x ='))
  shows([[nil '[string "x = \0391..."]:1: unfinished string near \039\0391\039']], loadstring("x = '1\n"))
  shows("nil 'name:1: unexpected symbol near \\039<eof>\\039'", loadstring('x =', '=name'))
  shows("nil 'name:1: unexpected symbol near \\039<eof>\\039'", loadstring('x =', '@name'))
end)

test('load takes a mode and an environment', function()
  shows('5', load('return x', '=c', 't', {x = 5})())
  shows([[nil 'attempt to load chunk with wrong mode']], load('return 1', '=c', 'b'))
  local dumped = string.dump(function() return 1 end)
  shows([[nil 'attempt to load chunk with wrong mode']], load(dumped, '=c', 't'))
  shows('1', load(dumped, '=c', 'b')())
end)

test('a dumped function works again, with fresh upvalues', function()
  local function add(a, b, ...) return a + b, select('#', ...) end
  shows('5 2', loadstring(string.dump(add))(2, 3, 'x', 'y'))
  local up = 7 up = up + 1
  local copy = loadstring(string.dump(function() return up end))
  shows('nil', copy())
  fails("unable to dump given function", string.dump, print)
end)

test('damaged bytecode is refused', function()
  local dumped = string.dump(function() return 1 end)
  local f, message = loadstring('\27' .. dumped:sub(2, 2) .. 'zzz')
  shows('nil', f)
end)

test('setfenv and getfenv change and tell the environment of functions and levels', function()
  returns("42 nil", 'local function f() return zzz end setfenv(f, {zzz = 42}) return f(), zzz')
  returns("'in'", "local env = {} local function f() setfenv(1, env) x = 'in' end f() return env.x")
  returns('true true', 'return getfenv(1) == getfenv(), getfenv(print) == _G')
  raises("c:1: bad argument #1 to 'setfenv' (invalid level)", 'setfenv(100, {})')
  raises("c:1: 'setfenv' cannot change environment of given object", 'setfenv(print, {})')
end)

test('require loads once and gives what the module returns', function()
  local runs = 0
  package.preload['conformance.a'] = function(name) runs = runs + 1 return {name = name} end
  local a, b = require 'conformance.a', require 'conformance.a'
  equal(a, b) equal(a.name, 'conformance.a') equal(runs, 1)
  package.preload['conformance.b'] = function() end
  equal(require('conformance.b'), true)
  package.loaded['conformance.a'], package.loaded['conformance.b'] = nil, nil
  local ok, message = pcall(require, 'conformance.nope')
  equal(message:match('^[^\n]*\n[^\n]*'), "module 'conformance.nope' not found:\n\tno field package.preload['conformance.nope']")
end)

test('module makes a table of its own and can see the globals', function()
  local chunk = loadstring("module('conformance.m', package.seeall) x = 5 function f() return type(x) end")
  chunk()
  local m = package.loaded['conformance.m']
  shows("5 'number' 'conformance.m' 'conformance.' true", m.x, m.f(), m._NAME, m._PACKAGE, m._M == m)
  package.loaded['conformance.m'] = nil
  conformance = nil
end)

test('files are written, read by lines, numbers and bytes, and sought', function()
  local name = os.tmpname()
  local f = assert(io.open(name, 'w'))
  equal(io.type(f), 'file')
  f:write('one\n', 2, ' 0x10 -3e1\n', 'last')
  f:close()
  equal(io.type(f), 'closed file')
  f = io.open(name)
  shows("'one' 2 16 -30 '\\010' 'la' 'st' nil ''", f:read('*l'), f:read('*n'), f:read('*n'), f:read('*n'), f:read(1), f:read(2), f:read('*a'), f:read('*l'), f:read('*a'))
  shows("0 'on' 2 20", f:seek('set'), f:read(2), f:seek('cur'), f:seek('end'))
  f:close()
  local lines = {}
  for line in io.lines(name) do lines[#lines + 1] = line end
  equal(table.concat(lines, '|'), 'one|2 0x10 -3e1|last')
  fails('attempt to use a closed file', function() local ok, e = pcall(f.read, f) error(e, 0) end)
  os.remove(name)
  shows("nil '" .. name .. ": No such file or directory' 2", io.open(name))
end)

test('append and update modes', function()
  local name = os.tmpname()
  local f = io.open(name, 'w') f:write('abc') f:close()
  f = io.open(name, 'a') f:write('d') f:close()
  f = io.open(name, 'r+') f:write('X') f:seek('set', 0) equal(f:read('*a'), 'Xbcd') f:close()
  f = io.open(name, 'w+') f:write('new') f:seek('set') equal(f:read('*a'), 'new') f:close()
  os.remove(name)
end)

test('buffering modes, tmpfile and popen', function()
  local f = io.tmpfile()
  shows('true true true', f:setvbuf('no'), f:setvbuf('full', 1024), f:setvbuf('line'))
  f:write('x') f:seek('set') equal(f:read('*a'), 'x') f:close()
  local p = io.popen('echo hello; exit 3')
  equal(p:read('*l'), 'hello')
  p:close()
  equal(tostring(f), 'file (closed)')
end)

test('os.date and os.time agree', function()
  equal(os.date('!%Y-%m-%d %H:%M:%S', 86400), '1970-01-02 00:00:00')
  local t = os.date('!*t', 0)
  shows('1970 1 1 0 0 0 5 1 false', t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst)
  equal(os.time(os.date('*t', 1000000)), 1000000)
  equal(os.getenv('NOPE_NOT_SET'), nil)
  fails("field 'day' missing in date table", os.time, {year = 2000})
end)

test('math', function()
  returns('3 -4 3 4 2.5 1 0.5', 'local a, b = math.modf(1.5) return math.floor(3.7), math.floor(-3.2), math.ceil(2.1), math.max(1, 4, 2), math.min(3, 2.5), a, b')
  returns('1 -1 5.5 2 0.5 2', 'local m, e = math.frexp(2) return math.fmod(7, 3), math.fmod(-7, 3), math.abs(-5.5), math.sqrt(4), m, e')
  returns('true true true', 'math.randomseed(1) local a = math.random() local b, c = math.random(10), math.random(5, 6) return a >= 0 and a < 1, b >= 1 and b <= 10, c == 5 or c == 6')
  returns('8 true nan', 'return math.ldexp(1, 3), math.pi > 3.14, math.fmod(1, 0)')
end)

test('bit works on 32 bits with wrap-around', function()
  returns('-1 0 255 -256 1', 'return bit.tobit(0xffffffff), bit.band(0xff, 0xf00), bit.bor(0xf0, 0x0f), bit.bnot(255), bit.tobit(2 ^ 32 + 1)')
  returns("-2147483648 -1 1 16 'ff' '000000ff' 'FF'", "return bit.lshift(1, 31), bit.arshift(-1, 5), bit.rshift(-1, 31), bit.rol(1, 4), bit.tohex(255, 2), bit.tohex(255), bit.tohex(255, -2)")
  returns('2018915346', 'return bit.bswap(0x12345678)')
  raises("c:1: bad argument #1 to 'band' (number expected, got string)", "bit.band('x')")
end)

test('debug.getinfo tells of functions and levels', function()
  returns("'c' 1 2 'Lua' 2 false 0", "local i = debug.getinfo(loadstring('return function(a, b)\\nend', '=c')(), 'Su') return i.short_src, i.linedefined, i.lastlinedefined, i.what, i.nparams, i.isvararg, i.nups")
  returns("'C' '[C]' -1", "local i = debug.getinfo(print, 'Sl') return i.what, i.short_src, i.currentline")
  returns("3 'main'", "\n\nlocal i = debug.getinfo(1, 'lS') return i.currentline, i.what")
  returns("'f' 'local'", "local function f() local i = debug.getinfo(1, 'n') return i.name, i.namewhat end local a, b = f() return a, b")
  returns('nil', 'return debug.getinfo(100)')
end)

test('debug.getupvalue and setupvalue see the variables of a closure', function()
  local a, b = 1, 1
  b = b + 1
  local function f() return a, b end
  shows("'a' 1", debug.getupvalue(f, 1))
  equal(debug.setupvalue(f, 2, 5), 'b')
  shows('1 5', f())
  equal(b, 5)
  shows('', (function(...) return ... end)(debug.getupvalue(f, 3)))
end)

test('tostring of objects is their type and an address', function()
  for _, value in ipairs {{}, function() end, coroutine.create(print), newproxy()} do
    equal(tostring(value):match('^%a+: 0x%x+$') ~= nil, true)
  end
  equal(tostring(setmetatable({}, {__tostring = function() return 'me' end})), 'me')
end)

test('tonumber with a base reads a C string', function()
  shows('10 10 7 nil nil', tonumber('a\0b', 16), tonumber('a\0', 16), tonumber(' 7 \0x', 8), tonumber('10\0'), tonumber('\0', 16))
end)

test('tostring gives all that __tostring gives', function()
  shows("1 nil 'x'", tostring(setmetatable({}, {__tostring = function() return 1, nil, 'x' end})))
end)

test('debug.upvaluejoin makes closures share a variable', function()
  local function counter()
    local n = 0
    return function() n = n + 1 return n end
  end
  local a, b = counter(), counter()
  a() a() b()
  debug.upvaluejoin(a, 1, b, 1)
  shows('2 3 4', a(), b(), a())
  equal(debug.upvalueid(a, 1), debug.upvalueid(b, 1))
end)

test('debug.upvaluejoin takes the value of a variable that never changes', function()
  local function constant(v) return function() return v end end
  local one, two = constant('one'), constant('two')
  debug.upvaluejoin(one, 1, two, 1)
  equal(one(), 'two')
  local function variable(v) return function() return v end, function(new) v = new end end
  local get = variable(1)
  debug.upvaluejoin(get, 1, two, 1)
  equal(get(), 'two')
end)

test('debug.upvaluejoin wants Lua functions and their upvalues', function()
  local n = 0
  local function f() n = n + 1 end
  fails("bad argument #1 to '?' (Lua function expected)", debug.upvaluejoin, print, 1, f, 1)
  fails("bad argument #2 to '?' (index out of range)", debug.upvaluejoin, f, 2, f, 1)
  fails("bad argument #3 to '?' (Lua function expected)", debug.upvaluejoin, f, 1, print, 1)
  fails("bad argument #4 to '?' (index out of range)", debug.upvaluejoin, f, 1, f, 0)
end)
