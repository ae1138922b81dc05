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
