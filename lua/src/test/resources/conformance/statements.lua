-- Statements: assignment, loops, goto, functions, closures, varargs, tail calls, scopes.

test('an assignment evaluates everything before it assigns, from the last target on', function()
  returns('2 1', 'local a, b = 1, 2 a, b = b, a return a, b')
  returns('2 nil 20', 'local i, t = 1, {} i, t[i] = i + 1, 20 return i, t[2], t[1]')
  returns("'c b a '", [[
    local order = ''
    local t = setmetatable({}, {__newindex = function(_, k) order = order .. k .. ' ' end})
    t.a, t.b, t.c = 1, 2, 3
    return order]])
end)

test('values are adjusted to the number of targets', function()
  returns('1 nil 1 2', 'local function f() return 1, 2, 3 end local a, b = (f()) local c, d = f() return a, b, c, d')
  returns('1 1 2 3', 'local function f() return 1, 2, 3 end local a, b, c, d = f(), f() return a, b, c, d')
end)

test('operands and arguments are evaluated from left to right', function()
  returns("'123456'", [[
    local order = ''
    local function f(n) order = order .. n return n end
    local _ = f(1) + f(2) * f(3)
    local g = function() end
    g(f(4), f(5), f(6))
    return order]])
  returns("'ab'", "local s = '' local function f(x) s = s .. x return x end local _ = {f('a'), f('b')} return s")
end)

test('a numeric for counts in both directions with any step', function()
  local function count(source)
    return loadstring('local r = {} for i = ' .. source .. ' do r[#r + 1] = tostring(i) end return table.concat(r, " ")')()
  end
  equal(count('1, 3'), '1 2 3')
  equal(count('3, 1'), '')
  equal(count('3, 1, -1'), '3 2 1')
  equal(count('0, 1, 0.25'), '0 0.25 0.5 0.75 1')
  equal(count('1, 0'), '')
  equal(count('1, 3.9'), '1 2 3')
  equal(count('"1", "2"'), '1 2')
  equal(count('2147483646, 2147483648'), '2147483646 2147483647 2147483648')
  equal(count('-2147483648, -2147483647'), '-2147483648 -2147483647')
  equal(count('1, 0/0'), '')
  equal(count('0/0, 1'), '')
  equal(count('1, 3, 1/0'), '1')
end)

test('the loop variable is a new local in each turn, also when it is assigned to', function()
  returns('1 3 10', 'local f = {} for i = 1, 3 do f[i] = function() return i end end return f[1](), f[3](), (function() for i = 1, 3 do i = 10 return i end end)()')
  returns('2 11 20', [[
    local f = {}
    for i = 1, 2 do local j = i * 10 f[i] = function() j = j + 1 return j end end
    f[1]() return 2, f[1]() - 1, f[2]() - 1]])
end)

test('a while and a repeat loop make new locals in each turn', function()
  returns('1 2', 'local f, i = {}, 0 while i < 2 do i = i + 1 local j = i f[i] = function() return j end end return f[1](), f[2]()')
  returns('3', 'local n = 0 repeat local k = n n = n + 1 until k == 2 return n')
end)

test('a generic for asks its iterator with state and control variable', function()
  returns("'s1 s2 s3'", [[
    local r = {}
    for i in function(s, c) if c < 3 then r[#r + 1] = s .. (c + 1) return c + 1 end end, 's', 0 do end
    return table.concat(r, ' ')]])
  returns('6', 'local n = 0 for _, v in next, {1, 2, 3} do n = n + v end return n')
end)

test('goto continues, leaves and repeats', function()
  returns("'1 3 5 '", "local s = '' for i = 1, 5 do if i % 2 == 0 then goto continue end s = s .. i .. ' ' ::continue:: end return s")
  returns('3', 'local i = 0 ::top:: i = i + 1 if i < 3 then goto top end return i')
  returns('12', 'for i = 1, 3 do for j = 1, 3 do if i * j == 2 then goto done end end end ::done:: return 12')
  returns('1 2 3', 'local f, i = {}, 1 do ::again:: local x = i f[i] = function() return x end i = i + 1 if i <= 3 then goto again end end return f[1](), f[2](), f[3]()')
end)

test('goto sees labels of its block and those around it', function()
  refuses("c:1: undefined label 'x'", 'goto x')
  refuses("c:1: undefined label 'x'", 'do ::x:: end goto x')
  refuses("c:1: undefined label 'x'", '::x:: local function f() goto x end')
  refuses("c:1: duplicate label 'x'", '::x:: ::x::')
  refuses("c:1: <goto x> jumps into the scope of local 'y'", 'goto x local y ::x:: print(y)')
  refuses("c:1: <goto c> jumps into the scope of local 'z'", 'repeat goto c local z ::c:: until z')
end)

test('varargs are passed, counted, cut and stored', function()
  returns('0 3 2 1', "local function n(...) return select('#', ...) end local function f(...) return n(...), n(nil, nil, nil), n(..., 2), n((...)) end return f()")
  returns('1 nil 3', 'return (function(...) return ... end)(1, nil, 3)')
  returns('2 3 3', 'return (function(...) local _, b, c = ... return b, c, #{...} end)(1, 2, 3)')
  returns("'c' 'b' 'c'", "return select(-1, 'a', 'b', 'c'), select(2, 'a', 'b', 'c')")
end)

test('arg is no table of the arguments', function()
  returns('nil', 'local function f(...) return rawget(getfenv(1), "nope") end return f(1)')
end)

test('a closure shares its variables with its siblings', function()
  returns('1 2 2', 'local function make() local n = 0 return function() n = n + 1 return n end, function() return n end end local inc, get = make() return inc(), inc(), get()')
  returns('3', 'local x = 1 local function f() x = x + 1 end f() f() return x')
end)

test('a local function sees itself, a local that is assigned one does not', function()
  returns('120', 'local function f(n) return n <= 1 and 1 or n * f(n - 1) end return f(5)')
  raises("c:1: attempt to call global 'f' (a nil value)", 'local f = function() f() end f()')
end)

test('tail calls do not grow the stack', function()
  returns('100000', 'local function f(n, m) if n == 0 then return m end return f(n - 1, m + 1) end return f(100000, 0)')
  returns("'done'", "local a, b function a(n) if n == 0 then return 'done' end return b(n - 1) end function b(n) return a(n) end a = a b = b return a(1000)")
end)

test('a local hides the outer one from its own statement on', function()
  returns('1 2 1', 'local x = 1 local a = x do local x = x + 1 return a, x, (function() return a end)() end')
end)

test('method definitions have self', function()
  returns("'x5'", "local t = {n = 'x', a = {b = {n = 'y'}}} function t:m(k) return self.n .. k end return t:m(5)")
  returns("'y'", "local t = {a = {b = {n = 'y'}}} function t.a.b:get() return self.n end return t.a.b:get()")
end)

test('and, or and not give operands and stop early', function()
  returns('nil 1 2 false nil', 'return nil and error(), 1 or error(), nil or 2, false and 1, false or nil')
  returns('false true', 'local t = {} return not t, not not t')
  returns("'no'", "local x = false return x and 'yes' or 'no'")
end)
