-- The string library: bytes, patterns, format, conversions.

test('every byte can stand in a string', function()
  returns('256 0 255', 'local t = {} for i = 0, 255 do t[i + 1] = string.char(i) end local s = table.concat(t) return #s, s:byte(1), s:byte(256)')
  returns("'\\000\\255' 2 'a\\000b'", "return '\\0\\255', #'\\0\\255', ('b\\0a'):reverse()")
  returns("true false", "return 'a\\0b' == 'a\\0b', 'a\\0b' == 'a\\0c'")
end)

test('sub, byte and rep take positions from both ends', function()
  returns("'bc' 'c' 'abc' '' '' 'ab'", "local s = 'abc' return s:sub(2), s:sub(-1), s:sub(-10, 10), s:sub(3, 2), s:sub(5), s:sub(0, 2)")
  returns('97 99 97 98', "local s = 'abc' return s:byte(), s:byte(-1), s:byte(1, 2)")
  returns("0 '' 'xx' 'x,x,x' ''", "return select('#', ('abc'):byte(10)), ('x'):rep(0), ('x'):rep(2), ('x'):rep(3, ','), ('x'):rep(-1)")
end)

test('upper and lower change ASCII letters alone', function()
  returns([['ABC\228' 'abc\196']], [[return ('abc\228'):upper(), ('ABC\196'):lower()]])
end)

test('character classes', function()
  local function members(class)
    local n = 0
    for i = 0, 255 do if string.char(i):find(class) then n = n + 1 end end
    return n
  end
  local counts = {}
  for c in ('acdglpsuwxz'):gmatch('.') do counts[#counts + 1] = members('%' .. c) .. '/' .. members('%' .. c:upper()) end
  equal(table.concat(counts, ' '), '52/204 33/223 10/246 94/162 26/230 32/224 6/250 26/230 62/194 22/234 1/255')
end)

test('repetitions are greedy, lazy and optional', function()
  returns("'aaa' '' 'a' 'aab' 'ab'", "return ('aaa'):match('a*'), ('aaa'):match('a-'), ('ab'):match('ab?b?'):sub(1, 1), ('aab'):match('a-b'), ('ab'):match('a+b')")
  returns("'key' 'value'", "return ('  key = value '):match('^%s*(%w+)%s*=%s*(%w+)%s*$')")
end)

test('sets have ranges, classes and complements', function()
  returns("'abc' 'x-y' ']' '^' 'b'", "return ('1abc2'):match('[a-c]+'), ('x-y'):match('[x%-y]+'), ('a]b'):match('[]]'), ('a^'):match('[%^]'), ('ab'):match('[^a]')")
  returns("'-' 'a-'", "return ('-'):match('[a-]'), ('a-'):match('[a-]+')")
end)

test('captures are texts, positions and back references', function()
  returns("'h' 'ello' 1 6", "return ('hello'):match('(.)(.*)'), nil or 'ello', ('hello'):match('()hello()')")
  returns([['"' 'it']], [[return ('say "it"'):match('(["\'])(.-)%1')]])
  returns("'ab' 'a' 'b'", "return ('ab'):match('((.)(.))')")
end)

test('%b and %f', function()
  returns("'(a(b)c)' nil", "return ('x(a(b)c)y'):match('%b()'), ('(()'):match('^%b()$')")
  returns("'THE' 'fox'", "return ('THE (quick) fox'):match('%f[%a]%u+'), ('THE (quick) fox'):match('%f[%a]%a+%f[%z]')")
end)

test('find gives positions and captures, plain searches bytes', function()
  returns('2 3 3 nil 1 0', "return ('abc'):find('bc'), nil or 3, (('a.c'):find('.', 3)), ('abc'):find('x'), ('abc'):find('')")
  returns('2 2 4 3', "return ('a.c'):find('.', 1, true), nil or 2, ('abc'):find('', 4)")
  returns('4 nil', "return ('abc'):find('', 5), (('abc'):find('b', 3))")
  returns('2 4', "return ('a\\0b\\0'):find('\\0b\\0')")
end)

test('gmatch gives every match, ^ is no anchor there', function()
  returns("'one two'", "local t = {} for w in ('one, two'):gmatch('%a+') do t[#t + 1] = w end return table.concat(t, ' ')")
  returns("'a=1 b=2'", "local t = {} for k, v in ('a=1,b=2'):gmatch('(%w)=(%w)') do t[#t + 1] = k .. '=' .. v end return table.concat(t, ' ')")
  returns('4', "local n = 0 for _ in ('abc'):gmatch('') do n = n + 1 end return n")
  returns('nil', "return (('abc'):gmatch('^a')())")
  returns('0', "return select('#', ('abc'):gmatch('x')())")
end)

test('gsub takes texts, tables and functions', function()
  returns("'hallo' 1 'h*ll*' 2 'hhello' 1", "local a, b = ('hello'):gsub('e', 'a') local c, d = ('hello'):gsub('[eo]', '*') return a, b, c, d, ('hello'):gsub('h', '%0%0')")
  returns("'1b' 1 'xbc' 1", "local a, n = ('ab'):gsub('a', {a = 1}) return a, n, ('abc'):gsub('a', function() return 'x' end)")
  returns("'abc' 3 'abc' 3", "local a, n = ('abc'):gsub('.', {}) return a, n, ('abc'):gsub('.', function() return false end)")
  returns("'-a-b-' 3 'xbc' 1", "local a, n = ('ab'):gsub('', '-') return a, n, ('abc'):gsub('%w', 'x', 1)")
  returns("'b a' 1", "return ('a b'):gsub('(%w) (%w)', '%2 %1')")
  raises('c:1: invalid capture index', "('x'):gsub('x', '%2')")
  raises('c:1: invalid replacement value (a table)', "('x'):gsub('x', function() return {} end)")
end)

test('malformed patterns are refused when they are reached', function()
  raises("c:1: malformed pattern (ends with '%')", "('x'):find('%')")
  raises("c:1: malformed pattern (missing ']')", "('x'):find('[a')")
  raises("c:1: malformed pattern (missing ']')", "('x'):find('[^')")
  raises("c:1: unfinished capture", "('x'):find('(x')")
  raises("c:1: unbalanced pattern", "('x'):find('%b(')")
  raises("c:1: missing '[' after '%f' in pattern", "('x'):find('%fx')")
  raises("c:1: invalid capture index", "('x'):find('%1')")
  returns('nil', "return ('x'):find('y[')")
end)

test('a zero byte ends a pattern, %z stands for it', function()
  returns("'' 'a' '\\000'", "return ('abc'):match('\\0'), ('abc'):match('a\\0x'), ('a\\0b'):match('%z')")
end)

test('a pattern with too many choices is too complex', function()
  raises('c:1: pattern too complex', "(('a'):rep(300)):find(('a?'):rep(300) .. ('a'):rep(300))")
end)

test('more than 32 captures are refused', function()
  raises('c:1: too many captures', "(('a'):rep(40)):find(('(a)'):rep(33))")
end)

test('numbers are written with 14 digits', function()
  returns("'0.1' '1e+15' '1e+14' '1.2345678901235e+17' '-0' '3' '1e-07'", 'return tostring(0.1), tostring(1e15), tostring(1e14), tostring(123456789012345678), tostring(-0), tostring(3.0), tostring(1e-7)')
  returns("'inf' '-inf' '0.33333333333333' '1e+100' '2147483648'", 'return tostring(1/0), tostring(-1/0), tostring(1/3), tostring(1e100), tostring(2 ^ 31)')
end)

test('numerals are read with spaces, signs, hexadecimal and bases', function()
  returns('10 255 -3 1000 nil nil nil', "return tonumber(' 10 '), tonumber('0xff'), tonumber('-3'), tonumber('1e3'), tonumber('1e'), tonumber(''), tonumber('10a')")
  returns('255 10 35 nil 8', "return tonumber('ff', 16), tonumber('1010', 2), tonumber('z', 36), tonumber('9', 8), tonumber('10', 8)")
  returns('inf nan', "return tonumber('inf'), tonumber('nan')")
end)

test('format writes integers', function()
  returns("'5' '   -5' '-5   |' '+5' '00005' ' 5' '005'", "return ('%d'):format(5), ('%5d'):format(-5), ('%-5d|'):format(-5), ('%+d'):format(5), ('%05d'):format(5), ('% d'):format(5), ('%.3d'):format(5)")
  returns("'ff' '0XFF' '17' '4294967295' '3'", "return ('%x'):format(255), ('%#X'):format(255), ('%o'):format(15), ('%u'):format(4294967295), ('%d'):format(3.9)")
end)

test('format writes floats', function()
  returns("'3.14' '3.140000' '1e+10' '1.0E-05' '100' '1e+06' '0x1p+0'", "return ('%.2f'):format(3.14), ('%f'):format(3.14), ('%g'):format(1e10), ('%.1E'):format(1e-5), ('%g'):format(100), ('%g'):format(1000000), ('%a'):format(1)")
  returns("'inf' '-inf' '  nan' '0.1000000000000000055511151231257827'", "return ('%f'):format(1/0), ('%g'):format(-1/0), ('%5.1f'):format(-(0/0)), ('%.34f'):format(0.1)")
end)

test('format writes texts, characters and quotes', function()
  returns("'abc' '  abc' 'abc  |' 'ab' 'A' '%'", "return ('%s'):format('abc'), ('%5s'):format('abc'), ('%-5s|'):format('abc'), ('%.2s'):format('abc'), ('%c'):format(65), ('%%'):format()")
  returns([['"a\092\010b\092"\092\092\0920\092r\200"']], [[return (('%q'):format('a\nb"\\\0\r\200'):gsub('\\13', '\\r'))]])
  returns([['"nil"' '"12.5"' '"true"']], [[return ('%q'):format(nil), ('%q'):format(12.5), ('%q'):format(true)]])
  returns("'nil true 1.5'", "return ('%s %s %s'):format(nil, true, 1.5)")
  returns("'x'", "return ('%s'):format(setmetatable({}, {__tostring = function() return 'x' end}))")
end)

test('format refuses what it does not know', function()
  raises("c:1: invalid option '%y' to 'format'", "('%y'):format(1)")
  raises("c:1: invalid option '%' to 'format'", "('%'):format(1)")
  raises("c:1: bad argument #1 to 'format' (number expected, got string)", "('%d'):format('x')")
  raises("c:1: bad argument #1 to 'format' (value expected)", "('%s'):format()")
end)

test('numbers become texts where texts are wanted, and back', function()
  returns("'12' 2 '1' 3", "return 1 .. 2, #(10 .. ''), ('1'):rep(1), ('1') + 2")
end)
