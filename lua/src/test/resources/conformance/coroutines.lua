-- Coroutines in every combination.

test('values pass through resume and yield in both directions', function()
  returns("true 1 2 true 'b' nil true 'end' false 'cannot resume dead coroutine'", [[
    local co = coroutine.create(function(a, b)
      local c, d = coroutine.yield(a, b)
      local e = coroutine.yield(c, d)
      return e
    end)
    local r = {}
    local function add(...) for i = 1, select('#', ...) do r[#r + 1] = {(select(i, ...))} end end
    add(coroutine.resume(co, 1, 2)) add(coroutine.resume(co, 'b', nil)) add(coroutine.resume(co, 'end')) add(coroutine.resume(co))
    local function all(i) if r[i] then return r[i][1], all(i + 1) end end
    return all(1)]])
end)

test('status tells suspended, running, normal and dead', function()
  returns("'suspended' 'running' 'normal' 'suspended' 'dead'", [[
    local co, inner, seen
    co = coroutine.create(function()
      local running = coroutine.status(co)
      inner = coroutine.create(function() seen = coroutine.status(co) end)
      coroutine.resume(inner)
      coroutine.yield(running)
    end)
    local before = coroutine.status(co)
    local _, running = coroutine.resume(co)
    local after = coroutine.status(co)
    coroutine.resume(co)
    return before, running, seen, after, coroutine.status(co)]])
end)

test('a failed coroutine is dead and gives its error value', function()
  returns("false 'c:1: x' 'dead' false 'cannot resume dead coroutine'", "local co = coroutine.create(function() error('x') end) local a, b = coroutine.resume(co) return a, b, coroutine.status(co), coroutine.resume(co)")
end)

test('a coroutine cannot resume itself or one that waits for it', function()
  returns("false 'cannot resume running coroutine'", 'return coroutine.wrap(function() return coroutine.resume(coroutine.running()) end)()')
  returns("false 'cannot resume running coroutine'", [[
    local outer
    outer = coroutine.create(function()
      return coroutine.wrap(function() return coroutine.resume(outer) end)()
    end)
    return select(2, coroutine.resume(outer))]])
end)

test('running is the coroutine, nothing in the main thread', function()
  returns("'thread' true", [[
    local co
    co = coroutine.create(function() local r = coroutine.running() return type(r), r == co end)
    return select(2, coroutine.resume(co))]])
end)

test('isyieldable tells whether yield would work', function()
  returns('true', 'return coroutine.wrap(function() return coroutine.isyieldable() end)()')
end)

test('wrap raises the error with the position of its caller before it', function()
  returns("false 'c:1: c:1: x'", "local f = coroutine.wrap(function() error('x') end) return pcall(function() f() return 1 end)")
  local t = {}
  local ok, e = pcall(coroutine.wrap(function() error(t) end))
  equal(e, t)
  returns("false 'cannot resume dead coroutine'", 'local f = coroutine.wrap(function() end) f() return pcall(f)')
  returns("false 'c:1: cannot resume dead coroutine'", 'local f = coroutine.wrap(function() end) f() return pcall(function() f() return 1 end)')
end)

test('yield outside of a coroutine is an error', function()
  raises('attempt to yield across C-call boundary', 'local ok, e = pcall(coroutine.yield, 1) error(e, 0)')
end)

test('a yield may cross pcall and xpcall', function()
  returns("'a' true 'got' 'b' false 'c:1: x'", [[
    local f = coroutine.wrap(function() local r = {pcall(function() return coroutine.yield('a') end)} coroutine.yield(r[1], r[2]) local s = {xpcall(function() coroutine.yield('b') error('x') end, function(e) return e end)} return s[1], s[2] end)
    local a = f() local ok, got = f('got') local b = f() local ok2, e = f()
    return a, ok, got, b, ok2, (e:gsub('^c:%d', 'c:1'))]])
end)

test('a yield may cross metamethods', function()
  for _, case in ipairs {
    {'__add', 'return t + 1'}, {'__sub', 'return t - 1'}, {'__mul', 'return 2 * t'}, {'__div', 'return t / 1'},
    {'__mod', 'return t % 1'}, {'__pow', 'return t ^ 1'}, {'__unm', 'return -t'}, {'__concat', "return t .. 'x'"},
    {'__index', 'return t.x'}, {'__call', 'return t()'}, {'__call', 'return (t())'},
  } do
    local mt = {[case[1]] = function() return coroutine.yield('y') end}
    local body = loadstring('local t = ... ' .. case[2])
    local co = coroutine.wrap(function() return body(setmetatable({}, mt)) end)
    shows("'y' 'z'", co(), co('z'))
  end
  for _, case in ipairs {{'__lt', 'return t < t'}, {'__le', 'return t <= t'}, {'__eq', 'return t == ...'}} do
    local mt = {[case[1]] = function() return coroutine.yield('y') end}
    local body = loadstring('local t = ... return (function(...) ' .. case[2] .. ' end)(select(2, ...))')
    local co = coroutine.wrap(function() return body(setmetatable({}, mt), setmetatable({}, mt)) end)
    shows("'y' true", co(), co(1))
  end
  local t = setmetatable({}, {__newindex = function(_, k, v) rawset(_, k, coroutine.yield(v)) end})
  local co = coroutine.wrap(function() t.x = 1 return t.x end)
  shows('1 2', co(), co(2))
end)

test('a yield may cross the iterator of a for loop', function()
  returns('1 2 3', [[
    local co = coroutine.wrap(function() for i in function() return coroutine.yield() end do coroutine.yield(i) end return 'end' end)
    co() local a = co(1) co() local b = co(2) co() local c = co(3)
    return a, b, c]])
end)

test('a yield may cross a tail call and deep recursion', function()
  returns('100 true', [[
    local function deep(n) if n == 0 then return coroutine.yield(100) end return (deep(n - 1)) end
    local co = coroutine.wrap(function() return deep(150) end)
    local a = co() return a, co(true)]])
  returns("'t' 'u'", "local co = coroutine.wrap(function() return coroutine.yield('t') end) return co(), co('u')")
end)

test('generators inside generators', function()
  returns("'1 2 3 4 5'", [[
    local function tree(n) if n then tree(n.left) coroutine.yield(n.value) tree(n.right) end end
    local root = {value = 3, left = {value = 1, right = {value = 2}}, right = {value = 4, right = {value = 5}}}
    local r = {}
    for v in coroutine.wrap(function() tree(root) end) do r[#r + 1] = v end
    return table.concat(r, ' ')]])
end)

test('each coroutine has its own protected calls', function()
  returns("true false 'c:1: inner' 'after'", "local co = coroutine.create(function() local ok, e = pcall(error, 'outer', 0) local a, b = coroutine.resume(coroutine.create(function() error('inner') end)) return a, b, 'after' end) return coroutine.resume(co)")
end)

beyond('a yield may cross callbacks of library functions', function()
  returns("'y' 'z' 1", "local co = coroutine.wrap(function() return string.gsub('x', 'x', function() return coroutine.yield('y') end) end) return co(), co('z')")
  returns("'y' 'z'", "local co = coroutine.wrap(function() return tostring(setmetatable({}, {__tostring = function() return coroutine.yield('y') end})) end) return co(), co('z')")
  returns("'y' 5", [[
    package.preload['conformance.yields'] = function() return coroutine.yield('y') end
    local co = coroutine.wrap(function() return (require('conformance.yields')) end)
    return co(), co(5)]])
  package.loaded['conformance.yields'] = nil
end)

test('thousands of suspended coroutines live side by side', function()
  returns('10000 20000', [[
    local all, sum = {}, 0
    for i = 1, 10000 do all[i] = coroutine.wrap(function() coroutine.yield(1) return 2 end) sum = sum + all[i]() end
    local again = 0
    for i = 1, 10000 do again = again + all[i]() end
    return sum, again]])
end)

test('create and wrap take functions only', function()
  raises("c:1: bad argument #1 to 'create' (function expected, got nil)", 'coroutine.create(nil)')
  raises("c:1: bad argument #1 to 'wrap' (function expected, got table)", 'coroutine.wrap({})')
  raises("c:1: bad argument #1 to 'resume' (coroutine expected)", 'coroutine.resume(1)')
  raises("c:1: bad argument #1 to 'status' (coroutine expected)", 'coroutine.status({})')
end)

-- Generators over generators: `for v in g do ... yield(v) ... end`.

local function collected(next)
  local all = {}
  for a, b in next do all[#all + 1] = b == nil and tostring(a) or tostring(a) .. ',' .. tostring(b) end
  return table.concat(all, ' ')
end

local function numbers(n)
  return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end)
end

test('generators filter, change and count what others generate', function()
  local yield, wrap = coroutine.yield, coroutine.wrap
  local function without(g, k) return wrap(function() for v in g do if v % k ~= 0 then yield(v) end end end) end
  equal(collected(without(without(numbers(20), 2), 3)), '1 5 7 11 13 17 19')
  local function counted(g) return wrap(function() local n = 0 for v in g do n = n + 1 yield(n, v * 10) end end) end
  equal(collected(counted(without(numbers(5), 2))), '1,10 2,30 3,50')
  local function every(g, k) return wrap(function() local n = 0 for v in g do n = n + 1 if n % k == 0 then yield(v) end end end) end
  equal(collected(every(counted(numbers(10)), 3)), '3 6 9')
  local function first(g, n) return wrap(function() for v in g do if v > n then break end yield(v) end yield('rest') for v in g do yield(-v) end end) end
  equal(collected(first(numbers(6), 3)), '1 2 3 rest -5 -6')
end)

test('generators go through others inside of loops', function()
  local yield, wrap = coroutine.yield, coroutine.wrap
  equal(collected(wrap(function()
    for a in numbers(3) do for b in numbers(a) do yield(a, b) end end
  end)), '1,1 2,1 2,2 3,1 3,2 3,3')
  local inner = {numbers(2), numbers(1), numbers(2)}
  equal(collected(wrap(function()
    for i = 1, 3 do for v in inner[i] do yield(i, v) end yield('-') end
  end)), '1,1 1,2 - 2,1 - 3,1 3,2 -')
  equal(collected(wrap(function()
    for v in numbers(4) do
      local w = 0
      while w < v do w = w + 2 if w == v then yield('even', v) end end
    end
  end)), 'even,2 even,4')
end)

test('a metamethod in a generator over another may yield and loses nothing', function()
  local yield, wrap = coroutine.yield, coroutine.wrap
  local log = {}
  local meta = {
    __mod = function(a, k) yield('mod', a.n) return a.n % k end,
    __add = function(a, k) log[#log + 1] = a.n return a.n + k end,
  }
  local function objects(n) return wrap(function() for i = 1, n do yield(setmetatable({n = i}, meta)) end end) end
  local function without(g, k)
    return wrap(function() for v in g do if v % k ~= 0 then yield(type(v) == 'table' and v.n or v) end end end)
  end
  equal(collected(without(objects(4), 2)), 'mod,1 1 mod,2 mod,3 3 mod,4')
  equal(collected(without(numbers(4), 2)), '1 3')
  equal(collected(without(objects(2), 2)), 'mod,1 1 mod,2')
  equal(collected(wrap(function()
    local n = 0
    for v in objects(3) do n = n + 1 local sum = v + n if sum ~= 4 then yield(n, sum) end end
  end)), '1,2 3,6')
  equal(table.concat(log, ' '), '1 2 3')
  local turn = 0
  equal(collected(wrap(function()
    for v in numbers(6) do
      local w = v % 3 == 0 and setmetatable({n = v}, meta) or v
      if (w % 2) == 0 then yield(v) end
    end
  end)), '2 mod,3 4 mod,6 6')
end)

test('an error in a generator passes through those over it', function()
  returns([[false 'c:3: c:2: c:1: bad' 'dead' true]], [[
    local function failing() return coroutine.wrap(function() coroutine.yield(1) error('bad') end) end local inner = failing()
    local middle = coroutine.wrap(function() for v in inner do coroutine.yield(v) end end)
    local outer = coroutine.create(function() for v in middle do coroutine.yield(v) end end)
    local _, first = coroutine.resume(outer)
    local ok, message = coroutine.resume(outer)
    return ok, message, coroutine.status(outer), not pcall(inner)]])
  local t = {}
  local thrower = coroutine.wrap(function() coroutine.yield(1) local x = t.x.y end)
  local seen = {}
  equal((pcall(function() for v in coroutine.wrap(function() for v in thrower do coroutine.yield(v) end end) do seen[#seen + 1] = v end end)), false)
  shows('1 1', #seen, seen[1])
end)

test('a generator cannot go through itself', function()
  local self
  self = coroutine.wrap(function()
    coroutine.yield(1)
    for v in self do coroutine.yield(v) end
  end)
  equal(self(), 1)
  equal(select(2, pcall(self)):match('cannot resume.*'), 'cannot resume running coroutine')
end)

test('a generator goes through iterators of all kinds', function()
  local yield, wrap = coroutine.yield, coroutine.wrap
  local function over(f, s, c) return wrap(function() for a, b in f, s, c do yield(a, b) end end) end
  equal(collected(over(next, {'x', 'y'})), '1,x 2,y')
  equal(collected(over(ipairs({'x', 'y'}))), '1,x 2,y')
  equal(collected(over(('a=1 b=2'):gmatch('(%w)=(%w)'))), 'a,1 b,2')
  equal(collected(over(function(n, i) if i < n then return i + 1, i end end, 3, 0)), '1,0 2,1 3,2')
  equal(collected(over(setmetatable({}, {__call = function(_, s, c) c = (c or 0) + 1 if c < 3 then return c end end}))), '1 2')
  local asked = wrap(function() for v in yield, 's', 'c' do yield('got', v) end return 'end' end)
  shows("'s' 'c'", asked())
  shows("'got' 5", asked(5))
  shows("'s' 5", asked())
  shows("'end'", asked(nil))
end)

test('values that a generator is resumed with reach it in its loops', function()
  local sums = coroutine.wrap(function(a)
    for v in numbers(3) do a = a + coroutine.yield(v, a) end
    return 'sum', a
  end)
  shows('1 10', sums(10)) shows('2 11', sums(1)) shows('3 13', sums(2)) shows("'sum' 16", sums(3))
end)

test('a chain of many generators works to its end', function()
  local g = numbers(3)
  for i = 1, 100 do
    local from = g
    g = coroutine.wrap(function() for v in from do coroutine.yield(v + 1) end end)
  end
  equal(collected(g), '101 102 103')
end)
