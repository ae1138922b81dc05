-- The string library, apart from patterns and format.
test('the string basics hold', function()

-- byte
same('97', ('abc'):byte())
same('98 99', ('abc'):byte(-2, -1))
same('97 98 99', ('abc'):byte(-10, 10))
same('', ('abc'):byte(0))
same('', (''):byte())
same('49', string.byte(123))
same('0 255', ('\0\255'):byte(1, 2))
fails("bad argument #1 to '?' (string expected, got no value)", string.byte)

-- char
same('', string.char())
same('A', string.char(65.9))
same('abc', string.char(97, '98', 99))
fails("bad argument #1 to '?' (invalid value)", string.char, 256)
fails("bad argument #1 to '?' (invalid value)", string.char, -1)
fails("bad argument #2 to '?' (number expected, got string)", string.char, 65, 'x')

-- sub
same('bc', ('abc'):sub(2))
same('bc', ('abc'):sub(-2))
same('b', ('abc'):sub(2, -2))
same('abc', ('abc'):sub(0))
same('abc', ('abc'):sub(-100, 100))
same('', ('abc'):sub(3, 2))
same('', ('abc'):sub(5))
same('a', ('abcdef'):sub(1, 1.9))
same('23', string.sub(123, 2))
fails("bad argument #2 to '?' (number expected, got no value)", string.sub, 'abc')

-- rep, reverse, upper, lower, len
same('ababab', ('ab'):rep(3))
same('ab,ab,ab', ('ab'):rep(3, ','))
same('', ('ab'):rep(-1))
same(',,', (''):rep(3, ','))
same('ab5ab', ('ab'):rep(2, 5))
same('cba', ('abc'):reverse())
same('ABZ1', ('abz1'):upper())
same('abz1', ('ABZ1'):lower())
same('\195\128b', ('\195\128B'):lower())
same('3', ('a\0b'):len())
same('2', string.len(12))
fails("bad argument #3 to '?' (string expected, got table)", string.rep, 'ab', 2, {})

-- plain find
same('2 3', ('abcbc'):find('bc'))
same('4 5', ('abcbc'):find('bc', 3))
same('4 5', ('abcbc'):find('bc', -2))
same('nil', ('abc'):find('x'))
same('1 0', (''):find(''))
same('4 3', ('abc'):find('', 10))
same('2 2', ('a.c'):find('.', 1, true))
same('3 3', ('a\0c'):find('c', 1, true))

-- strings as objects
assert(('x').foo == nil)
assert(('x'):upper() == 'X')
assert(#'a\0b' == 3)
fails("bad argument #1 to 'rep' (number expected, got no value)", function()
  local ok, message = pcall(function() local s = 'x'; s:rep() end)
  error(message:gsub('^[^:]*:%d+: ', ''), 0)
end)

-- dump gives something that load takes
if pcall(string.dump, function() end) then
  local f = load(string.dump(function(a, b) return a + b, 'x' end))
  same('5 x', f(2, 3))
end
fails('unable to dump given function', string.dump, print)
end)
