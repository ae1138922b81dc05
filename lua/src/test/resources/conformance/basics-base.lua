-- The basic functions.
test('the base basics hold', function()
local function run(source, ...)
  return assert(loadstring(source, '=chunk'))(...)
end

-- assert and error
same('1 2 3', assert(1, 2, 3))
fails('assertion failed!', assert, false)
fails('m', assert, nil, 'm')
fails(nil, assert, false, nil)
fails("bad argument #1 to '?' (value expected)", assert)
fails('x', error, 'x', 0)
fails('x', error, 'x')
fails('chunk:1: x', loadstring("error('x')", '=chunk'))
fails('chunk:1: 5', loadstring('error(5)', '=chunk'))
fails('chunk:2: x', loadstring("local function f() error('x', 2) end\nf()", '=chunk'))
fails(nil, error)
local object = {}
local ok, value = pcall(error, object)
assert(not ok and value == object)

-- pcall and xpcall
same('true 1 2', pcall(function(...) return ... end, 1, 2))
same('false attempt to call a number value', pcall(1))
same('true 3', xpcall(function(a, b) return a + b end, print, 1, 2))
same('false e!', xpcall(error, function(m) return m .. '!' end, 'e'))
fails("bad argument #2 to '?' (function expected, got no value)", xpcall, print)
same('false inner', pcall(pcall, error, 'inner') and select(2, pcall(pcall, error, 'inner')), 'inner')

-- next, pairs, ipairs
same('nil', next({}))
same('1 5', next({5}))
same('nil', next({5}, 1))
fails("invalid key to 'next'", next, {}, 1)
fails("bad argument #1 to '?' (table expected, got no value)", next)
local sum = 0
for i, v in ipairs({1, 2, nil, 4}) do sum = sum + i * v end
same('5', sum)
local t = {1, 2, 3, x = 4}
for k in pairs(t) do t[k] = nil end
assert(next(t) == nil)
local f, s, c = ipairs(t)
same('function true 0', type(f), s == t, c)
fails("bad argument #1 to '?' (table expected, got nil)", pairs, nil)
fails("bad argument #1 to '?' (table expected, got nil)", ipairs, nil)

-- raw access and metatables
t = setmetatable({}, {__index = function() return 1 end, __newindex = function() error('no') end})
same('nil 1', rawget(t, 'x'), t.x)
rawset(t, 'x', 2)
same('2', t.x)
assert(rawequal(t, t) and not rawequal({}, {}))
assert(not rawequal(setmetatable({}, {__eq = function() return true end}), {}))
fails('cannot change a protected metatable', setmetatable, setmetatable({}, {__metatable = 1}), {})
same('1', getmetatable(setmetatable({}, {__metatable = 1})))
assert(getmetatable('').__index == string)
fails("bad argument #2 to '?' (nil or table expected)", setmetatable, {})
fails('table index is nil', rawset, {}, nil, 1)
fails('table index is NaN', rawset, {}, 0/0, 1)

-- tonumber and tostring
same('16 2 1295 -255', tonumber('0x10'), tonumber('10', 2), tonumber('zz', 36), tonumber('-ff', 16))
same('nil nil nil nil', tonumber('8', 8), tonumber('1e'), tonumber(''), tonumber('1 2'))
same('0.5 5 16 nil', tonumber('.5'), tonumber('5.'), tonumber(' 0x1p4 '), tonumber('.'))
same('nil 18 481', tonumber({}), tonumber(12, 16), tonumber('1e1', 16))
same('1.844674407371e+19', tonumber('ffffffffffffffffff', 16))
fails("bad argument #2 to '?' (base out of range)", tonumber, '1', 1)
fails("bad argument #1 to '?' (value expected)", tonumber)
same('nil true 1e+15 -0 1e+100', tostring(nil), tostring(true), tostring(1e15), tostring(-0.0), tostring(1e100))
same('0.1 3.1415926535898 99999999999999 1e+15', tostring(0.1), tostring(math.pi), tostring(1e14 - 1), tostring(1e15))
same('X', tostring(setmetatable({}, {__tostring = function() return 'X' end})))
same('nil boolean number string table function thread userdata', type(nil), type(true), type(1),
  type(''), type({}), type(print), type(coroutine.create(print)), type(newproxy()))

-- load
same('3', load('return 1 + 2')())
same('5', run('return ...', 5))
local parts = {'return ', '4', '2'}
local i = 0
same('42', load(function() i = i + 1 return parts[i] end)())
same("nil c:1: '=' expected near 'x'", load('x x', '=c'))
same('nil attempt to load chunk with wrong mode', load('return 1', 'c', 'b'))
same('7', load('return x', 'c', 't', {x = 7})())
same('nil cannot open /nonexistent: No such file or directory', loadfile('/nonexistent'))
fails('cannot open /nonexistent: No such file or directory', dofile, '/nonexistent')
fails("bad argument #1 to '?' (function expected, got nil)", load, nil)
assert(select(2, load(function() error('boom', 0) end)):find('^boom'))

-- environments
assert(getfenv(0) == _G and getfenv(print) == _G and _G._G == _G)
local g = loadstring('return y')
setfenv(g, {y = 'there'})
same('there true', g(), getfenv(g).y == 'there')
fails("'setfenv' cannot change environment of given object", setfenv, print, {})
fails("bad argument #1 to '?' (invalid level)", getfenv, -1)
same('in', run("setfenv(1, {z = 'in'}) return z"))

-- collectgarbage, newproxy
assert(type(collectgarbage('count')) == 'number' and collectgarbage() == 0)
assert(collectgarbage('setpause', 150) == 200 and collectgarbage('setpause', 200) == 150)
fails("bad argument #1 to '?' (invalid option 'x')", collectgarbage, 'x')
local p = newproxy(true)
getmetatable(p).__index = {a = 1}
same('1', p.a)
assert(getmetatable(newproxy(p)) == getmetatable(p) and getmetatable(newproxy()) == nil)
fails("bad argument #1 to '?' (boolean or proxy expected)", newproxy, 1)

-- arguments named as the caller names the function
same("chunk:1: bad argument #1 to 'rep' (string expected, got no value)",
  select(2, pcall(loadstring('local x = string.rep()', '=chunk'))))
same("chunk:1: bad argument #1 to 'f' (string expected, got table)",
  select(2, pcall(loadstring('local f = string.rep; local x = f({})', '=chunk'))))
same("chunk:1: bad argument #1 to 'rep' (number expected, got table)",
  select(2, pcall(loadstring("local s = 'x'; local x = s:rep({})", '=chunk'))))
same("chunk:1: calling 'read' on bad self (FILE* expected, got table)",
  select(2, pcall(loadstring('local x = {read = io.stdout.read}; local y = x:read()', '=chunk'))))
same('Lua 5.1', _VERSION)
end)
