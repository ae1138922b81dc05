-- Lua patterns: find, match, gmatch, gsub.
test('the pattern basics hold', function()

-- classes and sets
same('1 3', ('abc1'):find('%a+'))
same('4', ('abc1'):match('()%d'))
same('_-', ('ab_-1'):match('%p+'))
same('abc', ('  abc '):match('%S+'))
same('dead', ('xyzdead'):match('%x+'))
same(']', ('a]'):match('[]]'))
same('a', ('a]'):match('[^]]'))
same('^', ('a^'):match('[b^]'))
same('-', ('a-'):match('[+%-]'))
same('b-', ('b-'):match('[a-c][%-]'))
same('a%', ('a%'):match('[%a%%]+'))
same('\1', ('a\1'):match('%c'))
same('a\0b', ('a\0b'):match('a%zb'))
same('!a', (' !a '):match('%g+'))
same('\200', ('\200'):match('[\199-\201]'))
assert(not ('\200'):find('%a') and ('\200'):find('%A'))

-- quantifiers
same('aaa', ('aaab'):match('a*'))
same('', ('baaa'):match('a*'))
same('', ('aaab'):match('a-'))
same('aaab', ('aaab'):match('a-b'))
same('ab', ('aab'):match('a?b'))
same('x', ('  x  '):match('^%s*(.-)%s*$'))
same('key val', ('key = val'):match('^(%w+)%s*=%s*(%w+)$'))

-- captures, positions, back references
same('2 2 b 3', ('abc'):find('(b)()'))
same('ab a b', ('abab'):match('((a)(b))'))
same('"x" "', ('say "x"!'):match('((["\']).-%2)'))
same('4', ('abc'):match('.-()$'))

-- balance and frontier
same('(a(b)c)', ('x(a(b)c)d)'):match('%b()'))
same('nil', ('x(a'):match('%b()'))
same('THE (quick) fox', ('THE (quick) fox'):match('%f[%a]%a+.*'))
same('1 4 6 6', (function()
  local r = {}
  for from in ('hi, a b'):gmatch('()%f[%w]') do r[#r + 1] = from end
  r[#r + 1] = (('THE (quick)'):find('%f[%l]%l+'))
  return r[1], r[1] and 4, r[#r], 6
end)())

-- anchors
same('nil', ('xabc'):match('^abc'))
same('b', ('abc'):match('^b', 2))
same('a$b', ('a$b'):match('a$b'))
same('$', ('a$'):match('%$$'))

-- gmatch
local r = {}
for k, v in ('a=1, b=2'):gmatch('(%w+)=(%w+)') do r[#r + 1] = k .. v end
same('a1 b2', r[1], r[2])
r = {}
for m in ('abc'):gmatch('b*') do r[#r + 1] = '<' .. m .. '>' end
same('<><b><><>', table.concat(r))
r = {}
for m in ('^a^a'):gmatch('^a') do r[#r + 1] = m end
same('2', #r)

-- gsub
same('aabbc 2', ('abc'):gsub('%w', '%0%0', 2))
same('-a--c- 4', ('abc'):gsub('b*', '-'))
same('-a-b-c- 4', ('abc'):gsub('', '-'))
same('xbc 1', ('abc'):gsub('^a', 'x'))
same('hell<o> world 1', ('hello world'):gsub('(o)', '<%1>', 1))
same('a1c 1', ('abc'):gsub('b', {b = 1}))
same('abc 1', ('abc'):gsub('b', {b = false}))
same('a%c 1', ('abc'):gsub('b', '%%'))
same('a2c 1', ('abc'):gsub('()b', '%1'))
same('1a2b3c4 4', ('abc'):gsub('()', function(x) return x end))
same('2c 1', ('abc'):gsub('(a)(b)', function(...) return select('#', ...) end))
same('aa bb 2', ('a b'):gsub('%w', setmetatable({}, {__index = function(_, k) return k .. k end})))
same('abc 0', ('abc'):gsub('b', 'x', 0))
same('abc 1', ('abc'):gsub('b', function() return nil end))
fails('invalid replacement value (a table)', string.gsub, 'abc', 'b', function() return {} end)
fails('invalid replacement value (a boolean)', string.gsub, 'abc', 'b', {b = true})
fails("bad argument #3 to '?' (string/function/table expected)", string.gsub, 'a', 'b')
fails('E', string.gsub, 'abc', 'b', function() error('E', 0) end)

-- faults
fails("malformed pattern (ends with '%')", string.find, 'a', '%')
fails("malformed pattern (missing ']')", string.find, 'a', '[a')
fails("malformed pattern (missing ']')", string.find, 'a', '[]')
fails("malformed pattern (missing ']')", string.find, 'a', '[^]')
fails("missing '[' after '%f' in pattern", string.find, 'a', '%fa')
fails('unbalanced pattern', string.find, 'a', '%b')
fails('unfinished capture', string.find, 'a', '(a')
fails('invalid pattern capture', string.match, 'a', 'a)')
fails('invalid capture index', string.find, 'a', '%1')
fails('invalid capture index', string.gsub, 'abc', '%w', '%2')
fails('too many captures', string.find, 'a', ('()'):rep(33))
fails('pattern too complex', string.match, ('a'):rep(300), ('a?'):rep(300) .. ('a'):rep(300))
assert(('a'):find('b[') == nil)

-- a callback may yield
local co = coroutine.wrap(function()
  return (('abc'):gsub('%w', function(c) return coroutine.yield(c) end))
end)
if jit and jit.version_num == 20199 then
  same('a', co())
  same('b', co('1'))
  same('c', co('2'))
  same('123', co('3'))
end
end)
