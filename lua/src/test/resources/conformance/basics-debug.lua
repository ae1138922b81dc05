-- The debug library, as far as compiled code supports it.
test('the debug basics hold', function()
local up1, up2 = 'one', 'two'

-- getinfo of functions
local f = loadstring('local function f(a, b, ...)\n b = a.x\n return b\nend\nreturn f', '=src')()
local i = debug.getinfo(f)
same('src =src Lua 1 4 2 true 0', i.short_src, i.source, i.what, i.linedefined, i.lastlinedefined,
  i.nparams, i.isvararg, i.nups)
assert(i.func == f and i.currentline == -1 and i.name == nil)
i = debug.getinfo(print)
same('[C] =[C] C -1 -1 -1', i.short_src, i.source, i.what, i.linedefined, i.lastlinedefined, i.currentline)
i = debug.getinfo(f, 'S')
assert(i.func == nil and i.nups == nil)
assert(debug.getinfo(f, 'L').activelines[2] == true)

-- getinfo of levels
local function here() local i = debug.getinfo(1, 'nSl') return i end
i = here()
same('here Lua', i.name, i.what)
assert(i.currentline == i.linedefined)
assert(debug.getinfo(100) == nil)
fails("bad argument #2 to '?' (invalid option)", debug.getinfo, f, 'X')
fails("bad argument #1 to '?' (function or level expected)", debug.getinfo)

-- traceback
same('5\nstack traceback:', (debug.traceback(5):match('^[^:]*:')))
assert(debug.traceback(object) == object and debug.traceback(nil) == nil)
local t = loadstring("local function g() error('deep') end\n"
  .. 'local function h() g() end\nreturn h', '=src')()
local _, trace = xpcall(t, debug.traceback)
assert(trace:find("^src:1: deep\nstack traceback:\n\t%[C%]: in function 'error'\n"
  .. "\tsrc:1: in function 'g'\n\tsrc:2: in function <src:2>\n\t%[C%]: in function 'xpcall'"), trace)
local c = coroutine.create(loadstring('coroutine.yield()', '=src'))
coroutine.resume(c)
same("stack traceback:\n\t[C]: in function 'yield'\n\tsrc:1: in main chunk", debug.traceback(c))

-- metatables, environments, registry
assert(debug.getmetatable('').__index == string and type(debug.getregistry()) == 'table')
debug.setmetatable(10, {__index = {double = function(n) return n * 2 end}})
same('20', (10):double())
debug.setmetatable(10, nil)
fails("bad argument #2 to '?' (nil or table expected)", debug.setmetatable, 1, 1)
assert(debug.getfenv(print) == _G)

-- upvalues
local function both() return up1, up2 end
same('up1 one', debug.getupvalue(both, 1))
same('up2 two', debug.getupvalue(both, 2))
same('', debug.getupvalue(both, 3))
fails("bad argument #1 to '?' (function expected, got number)", debug.getupvalue, 1, 1)
fails("bad argument #1 to '?' (level out of range)", debug.getlocal, 100, 1)
end)
