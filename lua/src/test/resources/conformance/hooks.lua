-- Hooks, and the parts of the debug library that look at functions.
-- LuaJIT does not call hooks in code that it has compiled.
jit.off(true, true)

test('a hook with a count is called while code runs', function()
  local n = 0
  debug.sethook(function(event) n = n + (event == 'count' and 1 or 0) end, '', 1000)
  same('function  1000', type((debug.gethook())), select(2, debug.gethook()))
  for _ = 1, 1000000 do end
  debug.sethook()
  same('true nil  0', n > 0, debug.gethook())
end)

test('an error in a hook is one of the code that runs', function()
  local ok, message = pcall(function()
    debug.sethook(function(event, line)
      debug.sethook()
      error(event .. tostring(line), 0)
    end, '', 1000)
    while true do end
  end)
  same('false countnil', ok, message)
end)

test('upvalues are read and set by number', function()
  local a, b
  a, b = 1, 2
  local function f() return a, b end
  same('a 1', debug.getupvalue(f, 1))
  equal(select('#', debug.getupvalue(f, 3)), 0)
  equal(debug.setupvalue(f, 2, 9), 'b')
  same('1 9', f())
  equal(debug.setupvalue(f, 5, 1), nil)
  fails("bad argument #1 to '?' (function expected, got number)", debug.getupvalue, 5, 1)
end)

test('debug.setmetatable takes any value and says true', function()
  same('true x', debug.setmetatable(5, {__index = function(_, key) return key end}), (5).x)
  equal(debug.setmetatable(5, nil), true)
  equal(debug.getmetatable(5), nil)
end)

test('debug.getinfo takes a level or a function and a choice', function()
  local function f(a, ...) return a, ... end
  local info = debug.getinfo(f, 'Su')
  same('Lua 0 1 true', info.what, info.nups, info.nparams, info.isvararg)
  same('C nil', debug.getinfo(print, 'S').what, debug.getinfo(99))
  fails("bad argument #2 to '?' (invalid option)", debug.getinfo, 1, 'X')
  fails("bad argument #2 to '?' (invalid option)", debug.getinfo, 1, '>S')
  fails("bad argument #1 to '?' (function or level expected)", debug.getinfo, 'x')
end)

test('environments of functions are changed by the debug library too', function()
  local function f() return y end
  equal(debug.getfenv(f), _G)
  equal(debug.setfenv(f, {y = 3}), f)
  equal(f(), 3)
  fails("bad argument #2 to '?' (table expected, got number)", debug.setfenv, f, 5)
end)
