-- Weak tables, finalizers, collectgarbage.

local function collect()
  for _ = 1, 10 do collectgarbage() end
end

local function count(t)
  local n = 0
  for _ in pairs(t) do n = n + 1 end
  return n
end

-- A weak table that a function of its own filled, so that nothing else holds what is in it.
local function filled(mode, fill, ...)
  local t = setmetatable({}, {__mode = mode})
  fill(t, ...)
  collect()
  return t
end

test('weak values go, but texts, numbers and booleans stay', function()
  local kept = {}
  local t = filled('v', function(t)
    t[1], t[2], t[3], t.x, t.y, t.kept = {}, 'a', 5, function() return t end, true, kept
  end)
  same('nil a 5 nil true true', t[1], t[2], t[3], t.x, t.y, t.kept == kept)
  equal(next(filled('v', function(t) for i = 1, 100 do t[i] = {} end end)), nil)
end)

test('coroutines and userdata are collected from weak tables', function()
  local t = filled('v', function(t) t.co, t.u = coroutine.create(print), newproxy() end)
  same('nil nil', t.co, t.u)
end)

test('weak keys go with their values', function()
  local kept = {}
  local t = filled('k', function(t) t[{}] = 1 t[kept] = {} t.s = {} t[1] = {} end)
  same('3 table table table', count(t), type(t[kept]), type(t.s), type(t[1]))
  equal(count(filled('k', function(t) t[{}] = function() return 1 end end)), 0)
end)

test('with weak keys and values either half lets an entry go', function()
  local kept = {}
  local t = filled('kv', function(t) t[{}] = kept t[kept] = {} t[1] = {} end)
  equal(count(t), 0)
  t[kept] = kept
  collect()
  equal(count(t), 1)
end)

test('a __mode without k and v is none', function()
  equal(count(filled('x', function(t) t[1] = {} end)), 1)
end)

test('__gc runs for the youngest userdata first, and gets the userdata', function()
  local order = {}
  local function make()
    for i = 1, 3 do
      local proxy = newproxy(true)
      getmetatable(proxy).__gc = function(self) order[#order + 1] = type(self) .. i end
    end
  end
  make()
  for _ = 1, 100 do if #order < 3 then collectgarbage() end end
  same('userdata3 userdata2 userdata1', table.concat(order, ' '))
end)

test('__gc of a table is nothing', function()
  local seen
  local function make() setmetatable({}, {__gc = function() seen = true end}) end
  make()
  collect()
  equal(seen, nil)
end)

test('collectgarbage answers by option', function()
  same('number 0 0 0', type(collectgarbage('count')), collectgarbage('stop'), collectgarbage('restart'), collectgarbage())
  fails("bad argument #1 to '?' (invalid option 'x')", collectgarbage, 'x')
end)

test('a small step of the collector does not end a cycle, a large one does, and so do many', function()
  collectgarbage()
  shows('false true', collectgarbage('step'), collectgarbage('step', 1000000))
  local steps = 0
  repeat steps = steps + 1 until collectgarbage('step')
  equal(steps > 1, true)
end)
