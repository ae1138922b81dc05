-- Errors: values, positions, levels, protected calls, handlers, tracebacks.

test('an error may be any value and arrives as it is', function()
  local t = {}
  for _, value in ipairs {t, print, true, false, 0.5} do
    local ok, got = pcall(error, value, 0)
    equal(ok, false) equal(got, value)
  end
  shows('false nil', pcall(error))
  shows('false nil', pcall(error, nil))
end)

test('a text gets the position that its level names', function()
  raises('c:1: x', "error('x')")
  raises('c:2: x', "\nerror('x', 1)")
  raises('x', "error('x', 0)")
  raises('c:3: x', "local function f() error('x', 2) end\n\nf()")
  raises('c:4: x', "local function f() error('x', 3) end\nlocal function g() f() return 1 end\n\ng()")
  raises('c:1: 12', 'error(12)')
end)

test('a level beyond the stack gives no position', function()
  raises('x', "error('x', 100)")
  shows("false 'x'", pcall(error, 'x', 1))
end)

test('a level that falls on a host function gives no position', function()
  returns("false 'x'", "return pcall(function() error('x', 2) end)")
end)

test('assert passes its arguments or raises its message, a text with the position of the caller', function()
  returns("1 2 nil 3", 'return assert(1, 2, nil, 3)')
  raises('c:1: assertion failed!', 'assert(false)')
  raises('c:1: assertion failed!', 'assert(nil)')
  raises('c:1: m', "assert(nil, 'm')") raises('c:1: 5', 'assert(nil, 5)')
  local t = {}
  raises(t, 'assert(false, ...)', t)
  raises(nil, 'assert(false, nil)')
  raises("bad argument #1 to 'assert' (value expected)", 'local ok, e = pcall(function() assert() end) error(e:match(": (.*)"), 0)')
end)

test('the operand at fault is named by what holds it', function()
  raises("c:1: attempt to perform arithmetic on local 'a' (a nil value)", 'local a local b = 1 return a + b')
  raises("c:1: attempt to perform arithmetic on field 'x' (a nil value)", 'local t = {y = 1} return t.y + t.x')
  raises("c:1: attempt to perform arithmetic on global 'y' (a nil value)", 'local t = {} return (t.x or y) + 1')
  raises("c:1: attempt to perform arithmetic on local 'b' (a boolean value)", 'local a, b = nil, true return (a and a or b) + 1')
  raises("c:1: attempt to perform arithmetic on a nil value", 'local function f() end return f() + 1')
  raises("c:1: attempt to index a nil value", 'local function f() end return f().x')
  raises("c:1: attempt to call a nil value", 'local function f() end return f()()')
  raises("c:1: attempt to concatenate a nil value", "local function f() end return 'x' .. f()")
  raises("c:1: attempt to index field 'a' (a number value)", 'local t = {a = 1} t.a.b = 1')
  raises("c:1: attempt to index field 'c' (a nil value)", 'local t = {a = {b = {}}} return t.a.b.c.d')
  raises("c:1: attempt to call field 'b' (a table value)", 'local t = {a = {b = {}}} t.a.b()')
  raises("c:1: attempt to call method 'm' (a nil value)", 'local t = {a = {}} t.a:m()')
  raises("c:1: attempt to index global 'nope' (a nil value)", 'nope:m()')
end)

test('a numeric for names what is no number', function()
  raises("c:1: 'for' initial value must be a number", "for i = 'x', 1 do end")
  raises("c:1: 'for' limit must be a number", 'for i = 1, nil do end')
  raises("c:1: 'for' step must be a number", 'for i = 1, 2, {} do end')
end)

test('a generic for over no function is the call of an unnamed value', function()
  raises("c:1: attempt to call a nil value", 'for i in nil do end')
  raises("c:1: attempt to call a table value", 'for i in {} do end')
  raises("c:1: attempt to call a number value", 'for i in 1 do end')
end)

test('an error in a function of several lines has the line of the operation', function()
  raises("c:3: attempt to index local 'x' (a nil value)", 'local x\nlocal y = 1 +\n x.y')
  raises("c:2: attempt to call global 'f' (a nil value)", 'local x =\n f(\n1,\n2)')
  raises("c:3: attempt to perform arithmetic on global 'y' (a nil value)", 'local x = 1\n +\n y')
end)

test('pcall gives true and all results', function()
  returns('true 1 nil 3', 'return pcall(function(...) return ... end, 1, nil, 3)')
  returns('true', 'return pcall(function() end)')
  returns("false 'attempt to call a nil value'", 'return pcall(nil)')
  returns("false 'attempt to call a number value'", 'return pcall(1)')
  returns("true 'called'", 'return pcall(setmetatable({}, {__call = function() return "called" end}))')
  raises("c:1: bad argument #1 to 'pcall' (value expected)", 'pcall()')
end)

test('xpcall passes arguments and gives the handler\'s results', function()
  returns('true 1 2', 'return xpcall(function(...) return ... end, print, 1, 2)')
  returns("false 'c:1: x!'", "return xpcall(function() error('x') end, function(e) return e .. '!' end)")
  returns('false nil', "return xpcall(error, function() end, 'x')")
  raises("c:1: bad argument #2 to 'xpcall' (function expected, got nil)", 'xpcall(print, nil)')
end)

test('the handler sees the stack of the error', function()
  returns("false 'inner'", [[
    local function inner() local x = nil; x() end
    return xpcall(function() inner() return 1 end, function() return debug.getinfo(2, 'n').name end)]])
end)

test('an error in the handler is an error in error handling', function()
  local ok, e = xpcall(error, function(e) error('again') end, 'x')
  equal(ok, false)
  shows("false 'error in error handling'", xpcall(error, function(e) local x = nil; x() end, 'x'))
end)

test('error through coroutine.resume has its value, through wrap the position added', function()
  local t = {}
  local co = coroutine.create(function() error(t) end)
  local ok, e = coroutine.resume(co)
  equal(e, t)
  returns("false 'c:1: x'", "return coroutine.resume(coroutine.create(function() error('x') end))")
  returns("false 'c:1: c:1: x'", "return pcall(function() local f = coroutine.wrap(function() error('x') end) f() end)")
end)

test('library functions are named as their caller names them', function()
  raises("c:1: bad argument #1 to 'rep' (string expected, got no value)", 'string.rep()')
  raises("c:1: bad argument #2 to 'rep' (number expected, got no value)", "string.rep('x')")
  raises("c:1: bad argument #1 to 'r' (string expected, got nil)", 'local r = string.rep r(nil)')
  raises("c:1: bad argument #1 to 'rep' (number expected, got nil)", "('x'):rep(nil)")
  raises("c:1: calling 'rep' on bad self (string expected, got table)", "local t = {rep = string.rep} t:rep(1)")
  raises("c:1: bad argument #1 to 'insert' (table expected, got nil)", 'table.insert(nil, 1)')
  raises("c:1: bad argument #1 to 'ipairs' (table expected, got nil)", 'for _ in ipairs(nil) do end')
  raises("c:1: bad argument #1 to 'pairs' (table expected, got number)", 'for _ in pairs(1) do end')
  raises("c:1: bad argument #2 to 'setmetatable' (nil or table expected)", 'setmetatable({}, 1)')
  raises('c:1: cannot change a protected metatable', 'setmetatable(setmetatable({}, {__metatable = 1}), nil)')
  raises("c:1: bad argument #1 to 'floor' (number expected, got string)", "math.floor('x')")
  raises("c:1: bad argument #2 to 'tonumber' (base out of range)", "tonumber('1', 99)")
  raises("c:1: bad argument #1 to 'tonumber' (string expected, got nil)", 'tonumber(nil, 99)')
  raises("c:1: bad argument #1 to 'tonumber' (string expected, got table)", 'tonumber({}, 16)')
  raises("c:1: bad argument #1 to 'select' (index out of range)", 'select(0)')
  raises("c:1: bad argument #1 to 'char' (invalid value)", 'string.char(256)')
  raises("c:1: bad argument #1 to '?' (number expected, got string)", "local t = {string.char} t[1]('x')")
  raises("c:1: bad argument #3 to 'sub' (number expected, got boolean)", "string.sub('x', 1, true)")
  raises("c:1: bad argument #1 to 'len' (string expected, got table)", 'string.len({})')
  raises("c:1: bad argument #1 to 'create' (function expected, got no value)", 'coroutine.create()')
  raises("c:1: wrong number of arguments to 'insert'", 'table.insert({}, 1, 2, 3)')
  raises("c:1: invalid option '%y' to 'format'", "string.format('%y', 1)")
  raises("c:1: bad argument #2 to 'format' (number expected, got string)", "string.format('%d', 'x')")
  raises("c:1: bad argument #3 to 'format' (value expected)", "string.format('%s%s', 'x')")
  raises("c:1: invalid capture index", "string.gsub('x', 'x', '%2')")
  raises("c:1: invalid replacement value (a table)", "string.gsub('x', 'x', function() return {} end)")
  raises("c:1: bad argument #3 to 'gsub' (string/function/table expected)", "string.gsub('x', 'x', nil)")
  raises("c:1: invalid value (nil) at index 2 in table for 'concat'", 'table.concat({1, nil, 3}, ",", 1, 3)')
  raises("c:1: invalid value (table) at index 1 in table for 'concat'", 'table.concat({{}})')
  raises("invalid key to 'next'", "next({}, 'nope')")
  raises("c:1: invalid order function for sorting", "local t = {} for i = 1, 100 do t[i] = i % 7 end table.sort(t, function() return true end)")
  raises("attempt to compare string with number", "table.sort({1, 'x'})")
  raises("c:1: module 'nope.nope' not found:", "local ok, e = pcall(require, 'nope.nope') error('c:1: ' .. e:match('^[^\\n]*'), 0)")
end)

test('the traceback shows the functions between the error and the start', function()
  local chunk = loadstring([[
    local function inner() error('x') end
    local function outer() inner() return 1 end
    local ok, trace = xpcall(outer, debug.traceback)
    return trace]], '=c')
  local trace = chunk()
  equal(trace:match("^.-'xpcall'"), [[
c:1: x
stack traceback:
	[C]: in function 'error'
	c:1: in function 'inner'
	c:2: in function <c:2>
	[C]: in function 'xpcall']])
end)

test('a handler sees the functions below its xpcall, too', function()
  local chunk = loadstring([[
    local function inner() error('x') end
    local function guarded() return (select(2, xpcall(inner, debug.traceback))) end
    local function outer() local trace = guarded() return trace end
    return (outer())]], '=c')
  local trace = chunk()
  equal(trace:match("^.-'chunk'"), [[
c:1: x
stack traceback:
	[C]: in function 'error'
	c:1: in function <c:1>
	[C]: in function 'xpcall'
	c:2: in function 'guarded'
	c:3: in function 'outer'
	c:4: in function 'chunk']])
end)

test('of nested xpcalls each handler sees its own error', function()
  local chunk = loadstring([[
    local traces = {}
    local function note(e) traces[#traces + 1] = debug.traceback(e, 2) return e end
    local function inner() local x = nil; x() end
    local function middle() xpcall(inner, note) error({}) end
    xpcall(middle, function(e) note(type(e)) end)
    return traces]], '=c')
  local traces = chunk()
  equal(traces[1]:match("^.-'chunk'"), [[
c:3: attempt to call local 'x' (a nil value)
stack traceback:
	c:3: in function <c:3>
	[C]: in function 'xpcall'
	c:4: in function <c:4>
	[C]: in function 'xpcall'
	c:5: in function 'chunk']])
  equal(traces[2]:match("^.-'chunk'"), [[
table
stack traceback:
	c:5: in function <c:5>
	[C]: in function 'error'
	c:4: in function <c:4>
	[C]: in function 'xpcall'
	c:5: in function 'chunk']])
end)

test('error and assert called by pcall itself have no position', function()
  shows("false 'x'", pcall(error, 'x'))
  shows("false '12'", pcall(error, 12))
  shows("false nil", pcall(error, nil))
  shows("false 'm'", pcall(assert, false, 'm'))
  shows("false '3'", pcall(assert, nil, 3))
  shows("false nil", pcall(assert, nil, nil))
  shows("false 'assertion failed!'", pcall(assert, false))
  shows("true 1 2", pcall(assert, 1, 2))
  shows("true false 'x'", pcall(pcall, error, 'x'))
end)

test('the text that wrap raises again ends at a zero', function()
  returns("false 'c:1: a'", "local f = coroutine.wrap(function() error('a\\0b', 0) end) return pcall(function() f() return 1 end)")
end)

test('debug.traceback takes a message, a level and a thread', function()
  equal(debug.traceback('m', 100), 'm\nstack traceback:')
  equal(debug.traceback(nil, 100), nil)
  local t = {}
  equal(debug.traceback(t), t)
  local co = coroutine.create(loadstring('coroutine.yield() return 1', '=c'))
  coroutine.resume(co)
  equal(debug.traceback(co), "stack traceback:\n\t[C]: in function 'yield'\n\tc:1: in main chunk")
  equal(debug.traceback(co, 'm', 1), 'm\nstack traceback:\n\tc:1: in main chunk')
  equal(debug.traceback(coroutine.create(print)), 'stack traceback:')
end)

test('a stack overflow is an error that pcall catches', function()
  local function f() return 1 + f() end
  local ok, message = pcall(f)
  equal(ok, false)
  equal(message:match('stack overflow'), 'stack overflow')
  shows("true 1", pcall(function() return 1 end))
end)

test('a call of no function has its traceback from xpcall on', function()
  returns([['attempt to call a nil value\010stack traceback:\010\009[C]: in function \039xpcall\039']], [[
    local ok, trace = xpcall(nil, debug.traceback)
    return trace:match("^.-'xpcall'")]])
end)

test('the function that a generic for calls is the for generator', function()
  raises("c:1: bad argument #1 to '(for generator)' (string expected, got nil)", 'for _ in string.rep do end')
  raises("c:1: bad argument #1 to '(for generator)' (table expected, got nil)", 'for _ in next, nil do end')
  returns("'(for generator)' 'local'", [[
    local i
    for _ in function() i = i or debug.getinfo(1, 'n') end do end
    return i.name, i.namewhat]])
end)

test('dead code behind a label leaves the names of operands alone', function()
  raises("c:1: attempt to index global 'nothing' (a nil value)", [[
    local x = nothing.field
    for _ in pairs({}) do
      if not (false) then break end
      ::unused::
    end]])
  raises("c:2: attempt to call global 'nothing' (a nil value)", [[
    if true then goto done end while true do ::unused:: end ::done::
    nothing()]])
end)

test('a metamethod that cannot be called is an error without a place', function()
  fails('attempt to call a table value', function() return setmetatable({}, {__add = {}}) + 1 end)
  fails('attempt to call a table value', function() return setmetatable({}, {__concat = {}}) .. 'x' end)
  fails('attempt to call a number value', function() return -setmetatable({}, {__unm = 7}) end)
  raises('c:1: attempt to index a number value', 'local v = setmetatable({}, {__index = 7}) return v.x')
  raises('c:1: attempt to index a number value', 'local v = setmetatable({}, {__newindex = 7}) v.x = 1')
end)

test('__call must be a function', function()
  raises("c:1: attempt to call local 'v' (a table value)", 'local v = setmetatable({}, {__call = setmetatable({}, {__call = print})}) v()')
  raises("c:1: attempt to call local 'v' (a table value)", 'local v = setmetatable({}, {__call = 5}) return v(1)')
end)

test('assert raises a text as error does, and of other values the last', function()
  raises('c:1: 4', 'assert(nil, 4, 7)')
  raises('c:1: s', "assert(nil, 's', 7)")
  fails(7, function() assert(nil, nil, 7) end)
  fails(9, function() assert(false, true, 7, 9) end)
end)

test('a traceback in a message handler shows a very deep stack from both ends', function()
  local text, depth = nil, 0
  local function handler() text = text or debug.traceback('m', 2) end
  local function f()
    depth = depth + 1
    if depth > 300 then error('deep') end
    return (xpcall(function() pcall(f) local q q.x = 1 end, handler))
  end
  f()
  text = text:gsub('\n\t[^\n]*%[C%]: at [^\n]*$', '')
  local lines = {}
  for line in text:gmatch('[^\n]+') do lines[#lines + 1] = line end
  shows("'m' 'stack traceback:' true '\\009[C]: in function \\039xpcall\\039' '\\009...'",
    lines[1], lines[2], lines[3]:match('^\terrors.lua:%d+: in function <errors.lua:%d+>$') ~= nil, lines[4], lines[13])
end)

test('a message handler may be called, protect calls of its own, and give one value', function()
  same('false nil', xpcall(error, function() return nil end))
  same('false 1', xpcall(error, function(...) return select('#', ...), 2 end))
  same('true false error in error handling', xpcall(xpcall, print, error, error))
  same('false error in error handling', xpcall(error, function() local x x.y = 1 end, 'x'))
  fails("bad argument #2 to '?' (function expected, got number)", xpcall, print, 5)
  fails("bad argument #2 to '?' (function expected, got nil)", xpcall, error, nil, 'x')
end)

test('a level of error that is no int is below 1, so the value stays as it is', function()
  for _, level in ipairs({'nan', '-3', 'inf', 0.5, -1, 2 ^ 31, 2 ^ 40}) do
    fails(7, error, 7, level)
  end
  fails('7', error, 7, '0x1f')
end)

test('a function in tail position has no name in the errors of its arguments', function()
  raises("c:1: bad argument #1 to '?' (table expected, got number)", 'local x = (function() return next(5) end)() return x')
end)

test('a library function that a tail call runs is named as its caller names what it called', function()
  local define = 'local function f() return (function(p) return unpack(p, 1, 3) end)(nil) end '
  for _, use in ipairs {'print(f())', 'print(1, f())', 'local t = {f()}', 'local t = {1, f()}', 'local a, b = f()', 'f()', 'return 1, f()'} do
    raises("c:1: bad argument #1 to 'f' (table expected, got nil)", define .. use)
  end
  raises("c:1: calling 'm' on bad self (table expected, got nil)", define .. 'local o = {m = f} print(1, o:m(2))')
end)

test('error, pcall and the iterator of ipairs have no name of their own where the caller has none', function()
  local use = 'local x = (function() return %s end)() return x'
  raises("c:1: bad argument #2 to '?' (number expected, got table)", use:format('error({}, {})'))
  raises("c:1: bad argument #1 to '?' (value expected)", use:format('pcall()'))
  raises("c:1: bad argument #1 to '?' (table expected, got no value)", use:format('ipairs({})()'))
end)

test('the text that assert raises ends at a zero', function()
  raises('c:1: text', [[assert(nil, 'text\0more')]])
end)
