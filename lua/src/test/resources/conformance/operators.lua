-- Every operator with every type, with and without metamethods.

test('arithmetic takes numbers and strings that are numerals', function()
  returns('3 -1 2 0.5 1 -1', 'return 1 + 2, 1 - 2, 1 * 2, 1 / 2, 1 ^ 2, -1')
  returns('15 5 50 2 100000 -10', "return '10' + 5, '10' - '5', 10 * '5', '10' / 5, '10' ^ 5, -'10'")
  returns('16 3 -2.5', "return '0x10' + 0, ' 3 ' + 0, ' -2.5 ' + 0")
end)

test('the remainder has the sign of the divisor', function()
  returns('1 2 -2 -1 0 0', 'return 7 % 3, -7 % 3, 7 % -3, -7 % -3, 6 % 3, -6 % -3')
  returns('0.5 1.5 nan nan', 'return 5.5 % 1, -0.5 % 2, 1 % 0, math.huge % 2')
  local inf = math.huge
  shows('nan nan', 5 % inf, -5 % inf)
end)

test('division by zero gives infinities and nan', function()
  returns('inf -inf nan', 'local z = 0 return 1 / z, -1 / z, z / z ~= z / z and 0 / z')
end)

test('operators bind as the manual says', function()
  returns('-4 0.0625 512', 'return -2 ^ 2, 2 ^ -4, 2 ^ 3 ^ 2')
  returns('7 9 true true', 'return 1 + 2 * 3, (1 + 2) * 3, 1 + 1 == 2, not nil == true')
  returns("'12' true", "return 1 .. 2, 'a' .. 'b' == 'ab'")
  returns('2 1 false nil', 'return 1 and 2, 1 or 2, false and 1, nil and false')
  returns('-1 false true', 'return - - -1, not not nil, not not 0')
end)

test('concatenation joins strings and numbers', function()
  returns("'ab' '12' '1.5x' '-0' 'inf'", "return 'a' .. 'b', 1 .. 2, 1.5 .. 'x', -0 .. '', 1/0 .. ''")
  returns("'abcd'", "return 'a' .. 'b' .. 'c' .. 'd'")
end)

test('comparison takes two numbers or two strings', function()
  returns('true false true true', 'return 1 < 2, 1 > 2, 1 <= 1, 2 >= 1')
  returns('true true false true', "return 'a' < 'b', 'a' < 'aa', 'Z' > 'a', '' < 'a'")
  returns('true false', "return 'a\\0b' < 'a\\0c', 'a\\0' < 'a'")
  returns('true', "return '\\127' < '\\128'")
  raises('c:1: attempt to compare number with string', "return 1 < '2'")
  raises('c:1: attempt to compare string with number', "return '1' <= 2")
  raises('c:1: attempt to compare two nil values', 'return nil < nil')
  raises('c:1: attempt to compare two table values', 'return {} < {}')
  raises('c:1: attempt to compare two boolean values', 'return true < false')
  raises('c:1: attempt to compare nil with number', 'local a, b = 1 return a > b')
  raises('c:1: attempt to compare nil with number', 'local a, b = 1 return a >= b and a < b')
  raises('c:1: attempt to compare function with table', 'return print < {}')
end)

test('nan equals nothing, and no order holds for it', function()
  returns('false true false false false false', 'local n = 0/0 return n == n, n ~= n, n < n, n <= n, n > 1, n >= 1')
  returns('true true', 'local n = 0/0 return not (n < 1), not (n > 1)')
end)

test('equality never converts', function()
  returns('false true false true true', "return 1 == '1', 'a' == 'a', nil == false, 0 == -0, 1 == 1.0")
  returns('false', 'return {} == {}')
end)

test('length is of strings and tables', function()
  returns('0 3 2', "return #'', #'abc', #{1, 2}")
  raises("c:1: attempt to get length of local 'x' (a nil value)", 'local x return #x')
  raises("c:1: attempt to get length of global 'x' (a nil value)", 'return #x')
  raises("c:1: attempt to get length of a number value", 'return #(1 + 1)')
  raises("c:1: attempt to get length of field 'y' (a boolean value)", 'local x = {y = true} return #x.y')
end)

test('arithmetic on other types names the operand', function()
  raises("c:1: attempt to perform arithmetic on local 'x' (a nil value)", 'local x return x + 1')
  raises("c:1: attempt to perform arithmetic on local 'x' (a nil value)", 'local x return 1 + x')
  raises("c:1: attempt to perform arithmetic on global 'x' (a nil value)", 'return 1 - x')
  raises("c:1: attempt to perform arithmetic on field 'y' (a nil value)", 'local x = {} return x.y * 2')
  raises("c:1: attempt to perform arithmetic on upvalue 'x' (a table value)", 'local x = {} return (function() return x / 2 end)()')
  raises("c:1: attempt to perform arithmetic on local 'x' (a boolean value)", 'local x = true return -x')
  raises("c:1: attempt to perform arithmetic on a string value", "return 'a' + 1")
  raises("c:1: attempt to perform arithmetic on local 'b' (a string value)", "local a, b = 1, 'x' return a % b")
  raises("c:1: attempt to perform arithmetic on local 'f' (a function value)", "local function f() end return f ^ 2")
end)

test('concatenation of other types names the operand', function()
  raises("c:1: attempt to concatenate local 'x' (a nil value)", "local x return 'a' .. x")
  raises("c:1: attempt to concatenate local 'x' (a nil value)", "local x return x .. 'a'")
  raises("c:1: attempt to concatenate global 'x' (a nil value)", "return 'a' .. x .. 'b'")
  raises("c:1: attempt to concatenate field 'y' (a table value)", "local x = {y = {}} return x.y .. 'b'")
  raises("c:1: attempt to concatenate a boolean value", "return 'a' .. true")
end)

test('indexing other types names what is indexed', function()
  raises("c:1: attempt to index local 'x' (a nil value)", 'local x return x.y')
  raises("c:1: attempt to index global 'x' (a nil value)", 'return x.y')
  raises("c:1: attempt to index field 'y' (a nil value)", 'local x = {} return x.y.z')
  raises("c:1: attempt to index upvalue 'x' (a number value)", 'local x = 1 return (function() return x.y end)()')
  raises("c:1: attempt to index local 'x' (a nil value)", 'local x return x[1].y')
  raises("c:1: attempt to index local 'x' (a boolean value)", 'local x = true x.y = 1')
  raises("c:1: attempt to index a nil value", 'return (nil).x')
  returns('nil', "return ('x').y")
end)

test('calling other types names what is called', function()
  raises("c:1: attempt to call local 'x' (a nil value)", 'local x x()')
  raises("c:1: attempt to call global 'x' (a nil value)", 'x()')
  raises("c:1: attempt to call field 'y' (a nil value)", 'local x = {} x.y()')
  raises("c:1: attempt to call method 'y' (a nil value)", 'local x = {} x:y()')
  raises("c:1: attempt to call upvalue 'x' (a string value)", "local x = 'a' return (function() x() end)()")
  raises("c:1: attempt to call a number value", 'return (1)()')
  raises("c:1: attempt to call method 'nope' (a nil value)", "return ('x'):nope()")
  raises("c:1: attempt to call local 'x' (a table value)", 'local x = {} return x()')
  raises("c:1: attempt to index local 'x' (a nil value)", 'local x x[1]()')
end)

local events = {'add', 'sub', 'mul', 'div', 'mod', 'pow', 'concat'}
local signs = {add = '+', sub = '-', mul = '*', div = '/', mod = '%', pow = '^', concat = '..'}
for _, event in ipairs(events) do
  test('__' .. event .. ' gets both operands in their order, of the left one first', function()
    local apply = loadstring('local a, b = ... return a ' .. signs[event] .. ' b')
    local left = setmetatable({}, {['__' .. event] = function(a, b) return {'l', a, b} end})
    local right = setmetatable({}, {['__' .. event] = function(a, b) return {'r', a, b} end})
    for _, other in ipairs {1, 'x', true, {}, print} do
      local r = apply(left, other)
      equal(r[1], 'l') equal(r[2], left) equal(r[3], other)
      r = apply(other, left)
      equal(r[1], 'l') equal(r[2], other) equal(r[3], left)
    end
    equal(apply(left, right)[1], 'l')
    equal(apply(right, left)[1], 'r')
    local r = apply(left, nil)
    equal(r[3], nil)
  end)
end

test('the result of an arithmetic metamethod is its first value', function()
  local t = setmetatable({}, {__add = function() return 1, 2 end, __concat = function() end, __unm = function(a, b) return rawequal(a, b) end})
  shows('1 nil', t + 1, t .. 'x')
  shows('true', -t)
end)

test('a metamethod may be any callable', function()
  local callable = setmetatable({}, {__call = function(self, a, b) return 'called' end})
  local t = setmetatable({}, {__add = callable, __index = function(_, k) return k end, __eq = callable})
  shows("'called' 'k'", t + 1, t.k)
end)

test('__len is not asked for tables', function()
  equal(#setmetatable({1, 2}, {__len = function() return 9 end}), 2)
  local p = newproxy(true)
  getmetatable(p).__len = function() return 9 end
  equal(#p, 9)
end)

test('__eq is asked for two tables that share the handler', function()
  local eq = function() return 1 end
  local a, b = setmetatable({}, {__eq = eq}), setmetatable({}, {__eq = eq})
  equal(a == b, true)
  equal(a ~= b, false)
  equal(a == 1, false)
  local c = setmetatable({}, {__eq = function() return true end})
  equal(a == c, false)
  equal(a == {}, false)
end)

test('__lt and __le make comparisons boolean, and __lt stands in for __le', function()
  local mt = {}
  local a, b = setmetatable({}, mt), setmetatable({}, mt)
  mt.__lt = function(x, y) return x == a and 1 or nil end
  shows('true false false true', a < b, b < a, a > b, b > a)
  shows('true false', a <= b, b <= a)
  mt.__le = function() return false end
  shows('false false', a <= b, a >= b)
end)

test('comparing mixed types asks a shared metamethod', function()
  local mt = {__lt = function() return true end}
  local a = setmetatable({}, mt)
  raises('c:1: attempt to compare table with number', 'return (...) < 1', a)
end)

test('__call passes the called value and all arguments', function()
  local t = setmetatable({}, {__call = function(self, ...) return select('#', ...), ... end})
  shows('0', t())
  shows('3 nil nil nil', t(nil, nil, nil))
  shows('5 1 2 3 4 5', t(1, 2, 3, 4, 5))
  shows("1 'x'", (function() return t('x') end)())
end)

test('__index chains through tables and ends in a function', function()
  local last = setmetatable({}, {__index = function(t, k) return k .. '!' end})
  local middle = setmetatable({m = 'middle'}, {__index = last})
  local t = setmetatable({own = 'own'}, {__index = middle})
  shows("'own' 'middle' 'x!'", t.own, t.m, t.x)
  equal(rawget(t, 'm'), nil)
end)

test('__newindex chains through tables and ends in a function', function()
  local seen
  local last = setmetatable({}, {__newindex = function(t, k, v) seen = k .. v end})
  local middle = setmetatable({here = 1}, {__newindex = last})
  local t = setmetatable({}, {__newindex = middle})
  t.here = 2
  equal(rawget(t, 'here'), nil) equal(middle.here, 2)
  t.x = 'y'
  equal(seen, 'xy') equal(rawget(last, 'x'), nil)
  rawset(t, 'z', 1) t.z = 2
  equal(rawget(t, 'z'), 2)
end)

test('a loop in an __index or __newindex chain is an error', function()
  local t = {}
  setmetatable(t, {__index = t})
  raises('c:1: loop in gettable', 'return (...).x', t)
  setmetatable(t, {__newindex = t})
  raises('c:1: loop in settable', 'local t = ... t.x = 1', t)
end)

test('nil and nan are no keys, but may be asked for', function()
  local t = {}
  equal(t[nil], nil)
  equal(t[0 / 0], nil)
  raises('c:1: table index is nil', 'local t = {} t[nil] = 1')
  raises('c:1: table index is NaN', 'local t = {} t[0/0] = 1')
  raises('c:1: table index is nil', 'return {[nil] = 1}')
end)

test('0 and -0 are one key, integers and whole numbers are', function()
  local t = {[0] = 'zero', [1] = 'one'}
  shows("'zero' 'one' nil", t[-0], t[1.0], t['1'])
  t[2 ^ 53] = 'big'
  equal(t[9007199254740992], 'big')
end)

test('__concat joins from the right', function()
  local order = {}
  local mt = {}
  mt.__concat = function(a, b)
    order[#order + 1] = (type(a) == 'table' and 't' or a) .. '+' .. (type(b) == 'table' and 't' or b)
    return setmetatable({}, mt)
  end
  local t = setmetatable({}, mt)
  local _ = 'a' .. 'b' .. t .. 'c' .. 'd'
  equal(table.concat(order, ' '), 't+cd b+t a+t')
end)

test('string arithmetic uses the metatable of strings when the text is no numeral', function()
  local mt = getmetatable('')
  mt.__add = function(a, b) return a .. '+' .. b end
  local ok, sum, product = pcall(function() return 'a' + 1, '2' * '3' end)
  mt.__add = nil
  shows("true 'a+1' 6", ok, sum, product)
end)

test('the root of minus zero and of minus infinity is that of pow', function()
  shows('0 inf', (-0) ^ 0.5, (-1 / 0) ^ 0.5)
end)

test('functions named as those of math and bit are what the variable holds', function()
  local floor = function(x) return x .. '!' end
  local max = setmetatable({}, {__call = function(_, a, b) return a, b end})
  local bxor = function() return 2, 3 end
  local a, b, c = floor(2), max(4, 5) + 1, bxor(1, 2, 3) * 10
  shows("'2!' 5 20", a, b, c)
  raises('c:1: attempt to perform arithmetic on a nil value', 'return (function() local sqrt = function() end return sqrt(4) + 1 end)()')
  raises("c:1: attempt to call local 'abs' (a nil value)", 'return (function() local abs return abs(1) + 1 end)()')
end)

test('functions of numbers take texts of numbers, and name what is none', function()
  local floor, band, max = math.floor, bit.band, math.max
  local sum = floor('2.5') + band('7', 2, '3') + max('10', 9)
  equal(sum, 14)
  raises("c:1: bad argument #1 to 'floor' (number expected, got nil)", 'return (function() return 1 + math.floor(nil) end)()')
  raises("c:1: bad argument #2 to 'band' (number expected, got table)", 'return (function() return 1 + bit.band(1, {}) end)()')
  raises("c:1: bad argument #3 to 'max' (number expected, got boolean)", 'return (function() return 1 + math.max(1, 2, true) end)()')
end)

test('bit operations take results of others, and round what is no integer', function()
  local bxor, lshift, rshift, band, bnot = bit.bxor, bit.lshift, bit.rshift, bit.band, bit.bnot
  local x = 2463534242
  for _ = 1, 100 do
    x = bxor(x, lshift(x, 13))
    x = bxor(x, rshift(x, 17))
    x = bxor(x, lshift(x, 5))
  end
  equal(x, -334048719)
  local y = band(2.5, 7) + band(3.5, 7) * 10 + bnot(2 ^ 32) * 100 + band(-0.5, 1) * 1000
  equal(y, -58)
  shows('-2147483648 5 0', bit.tobit(2 ^ 31), bit.tobit(2 ^ 32 + 5), bit.tobit(2 ^ 52))
end)
