-- Coroutines.
test('the coroutine basics hold', function()
local create, resume, yield, status, wrap =
  coroutine.create, coroutine.resume, coroutine.yield, coroutine.status, coroutine.wrap

-- life of a coroutine
local c = create(function(a, ...)
  local b = yield(a + 1, ...)
  error('E' .. b, 0)
end)
same('suspended', status(c))
same('true 2 x nil', resume(c, 1, 'x', nil))
same('false E2', resume(c, 2))
same('dead', status(c))
same('false cannot resume dead coroutine', resume(c))

-- wrap
local w = wrap(function() yield(1, 2) return 3 end)
same('1 2', w())
same('3', w())
fails('cannot resume dead coroutine', w)
local object = {}
local ok, value = pcall(wrap(function() error(object) end))
assert(not ok and value == object)

-- who runs
assert(coroutine.running() == nil and not coroutine.isyieldable())
same('thread true', wrap(function()
  return type(coroutine.running()), coroutine.isyieldable()
end)())
local outer
outer = create(function()
  local inner = create(function()
    return status(outer), resume(outer)
  end)
  return resume(inner)
end)
same('true true normal false cannot resume running coroutine', resume(outer))

-- faults
fails("bad argument #1 to '?' (function expected, got no value)", create)
fails("bad argument #1 to '?' (coroutine expected)", resume, 1)
fails("bad argument #1 to '?' (coroutine expected)", status)
fails('attempt to yield across C-call boundary', yield)

-- yields through pcall, metamethods, iterators
same('1 true 5', (function()
  local w = wrap(function() return pcall(function() return yield(1) end) end)
  return w(), w(5)
end)())
same('add 7', (function()
  local v = setmetatable({}, {__add = function() return yield('add') end})
  local w = wrap(function() return v + 1 end)
  return w(), w(7)
end)())
same('1 2 done', (function()
  local w = wrap(function()
    for i in function(_, i) i = (i or 0) + 1 if i < 3 then yield(i) return i end end do end
    return 'done'
  end)
  return w(), w(), w()
end)())

-- generators
local function range(n) return wrap(function() for i = 1, n do yield(i) end end) end
local sum = 0
for i in range(100) do sum = sum + i end
same('5050', sum)

-- many at once
local all = {}
for i = 1, 10000 do
  all[i] = create(function() local x = yield(i) return x + i end)
  resume(all[i])
end
for i = 1, 10000 do
  local ok, v = resume(all[i], 1)
  assert(ok and v == i + 1)
end

-- The position that error gives a message is that of its call, whatever the function is named by.
do
  local raise = error
  local function line() return debug.getinfo(2, "l").currentline end
  local here
  local ok, message = pcall(function() here = line() error("a") end)
  assert(not ok and message == "basics-coroutine.lua:" .. here .. ": a", message)
  ok, message = pcall(function() here = line() raise("b") end)
  assert(message == "basics-coroutine.lua:" .. here .. ": b", message)
  ok, message = pcall(function() local error = function(v) return v .. "!" end return error("c") end)
  assert(ok and message == "c!")
  ok, message = pcall(function() local error = setmetatable({}, { __call = function(_, v) return v end }) local v = error("d") return v end)
  assert(ok and message == "d")
  local seen
  xpcall(function() error("e") end, function(e) seen = debug.traceback(e) end)
  assert(seen:match("basics%-coroutine.lua:%d+: e\nstack traceback:\n.*%[C%]: in function 'error'\n"), seen)
end
end)
