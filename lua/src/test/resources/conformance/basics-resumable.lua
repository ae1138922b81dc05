-- Coroutines whose body calls yield itself: it is left and entered again with its locals.
test('coroutines that are left and entered again keep everything', function() local yield, wrap, create, resume = coroutine.yield, coroutine.wrap, coroutine.create, coroutine.resume

local function collect(generator, ...)
  local all = {}
  local values = { generator(...) }
  while values[1] ~= nil do
    all[#all + 1] = table.concat(values, ",")
    values = { generator() }
  end
  return table.concat(all, " ")
end

-- A numeric loop keeps its counter, limit and step.
assert(collect(wrap(function(n) for i = 1, n do yield(i) end end), 3) == "1 2 3")
assert(collect(wrap(function() for i = 1, 2, 0.5 do yield(i) end end)) == "1 1.5 2")
assert(collect(wrap(function(s) for i = 6, 1, s do yield(i) end end), -2) == "6 4 2")

-- Generic loops over tables, strings and other generators keep their place.
assert(collect(wrap(function() for i, v in ipairs({ "a", "b" }) do yield(i, v) end end)) == "1,a 2,b")
assert(collect(wrap(function() for k, v in pairs({ x = 1 }) do yield(k, v) end end)) == "x,1")
assert(collect(wrap(function() for w in ("a b c"):gmatch("%a") do yield(w) end end)) == "a b c")
local inner = wrap(function() for i = 1, 6 do yield(i) end end)
assert(collect(wrap(function() for v in inner do if v % 2 == 0 then yield(v) end end end)) == "2 4 6")

-- Locals of all kinds survive: numbers, integers, objects, shared cells, varargs.
local co = wrap(function(a, ...)
  local number, whole, text, nothing = a * 0.5, 7, "text", nil
  local shared = 0
  local function add(n) shared = shared + n return shared end
  local sum = 0
  for i = 1, 3 do
    sum = sum + i * number
    add(i)
    yield(sum, add(0))
    whole = whole + 1
  end
  yield(number, whole, text, tostring(nothing), shared, select("#", ...), (...))
end)
assert(table.concat({ co(1, "x", "y") }, " ") == "0.5 1")
assert(table.concat({ co() }, " ") == "1.5 3")
assert(table.concat({ co() }, " ") == "3 6")
assert(table.concat({ co() }, " ") == "0.5 10 text nil 6 2 x")

-- The values of a resume arrive in declarations and assignments, too many or too few of them.
local log = {}
local t, g = {}, nil
co = create(function(...)
  log[#log + 1] = select("#", ...)
  local a = yield("first")
  local b, c = yield(a)
  local d, e = "d", yield(b, c)
  a, b = yield(d, e)
  t.x = yield(a, b)
  g = yield(t.x)
  t.y, a = yield(g)
  return t.y, a, (yield("last"))
end)
local function go(...)
  local all = { resume(co, ...) }
  for i = 1, select("#", ...) + 5 do all[i] = tostring(all[i]) end
  return (table.concat(all, " "):gsub(" nil", ""))
end
assert(go(1, 2, 3) == "true first")
assert(go("a", "z") == "true a")
assert(go("b", "c", "z") == "true b c")
assert(go("e", "z") == "true d e")
assert(go("a2") == "true a2")
assert(go("x", "z") == "true x")
assert(go("g") == "true g")
assert(go("y", "a3") == "true last")
assert(go("end", "z") == "true y a3 end")
assert(go() == "false cannot resume dead coroutine")
assert(log[1] == 3)

-- While, repeat, goto, nested blocks; upvalues of loops are fresh.
co = wrap(function()
  local made = {}
  local i = 0
  while true do
    i = i + 1
    if i > 3 then break end
    local mine = i
    made[i] = function() mine = mine + 10 return mine end
    yield(made[i]())
  end
  repeat
    local last = i
    i = i - 1
    yield(last)
  until last == 3
  do
    ::again::
    i = i + 1
    if i < 5 then
      yield("again" .. i)
      goto again
    end
  end
  yield(made[1](), made[2](), made[3]())
end)
assert(collect(co) == "11 12 13 4 3 again3 again4 21,22,23")

-- What is called yield may be something else, and yield may be called from deeper down.
co = wrap(function()
  local function deep(n) if n == 0 then yield("deep") else deep(n - 1) end return n end
  local yield = function(v) return "mine " .. v end
  local a = yield(1)
  local b = deep(3)
  coroutine.yield(a, b)
  local ok, e = pcall(function() coroutine.yield("in pcall") error("x", 0) end)
  coroutine.yield(ok, e)
  local m = setmetatable({}, { __add = function(x, y) coroutine.yield("add") return y end })
  local c = m + 5
  coroutine.yield(c)
end)
local seen = {}
for i = 1, 6 do
  local a, b = co()
  seen[i] = tostring(a) .. "," .. tostring(b)
end
assert(table.concat(seen, " ") == "deep,nil mine 1,3 in pcall,nil false,x add,nil 5,nil")

-- Errors name the line, end the coroutine, and what was waited at shows in tracebacks.
co = create(function()
  yield(1)
  error("boom")
end)
assert(resume(co))
local trace = debug.traceback(co)
assert(trace:match("^stack traceback:\n\t%[C%]: in function 'yield'\n\tbasics%-resumable.lua:%d+: in function <basics%-resumable.lua:%d+>$"), trace)
assert(debug.getinfo(co, 1, "l").currentline == debug.getinfo(1, "l").currentline - 6)
local ok, e = resume(co)
assert(not ok and e:match("^basics%-resumable.lua:%d+: boom$"), e)
assert(coroutine.status(co) == "dead")

-- A tail call out of a body that has yielded.
co = wrap(function() yield(1) return (function(...) return yield(...) end)(2, 3) end)
assert(co() == 1)
assert(select("#", co()) == 2)
assert(co("done") == "done")

-- A value that was overwritten after a yield is collected.
local weak = setmetatable({}, { __mode = "v" })
co = wrap(function()
  local held = {}
  weak[1] = held
  yield()
  held = nil
  collectgarbage()
  yield(weak[1] == nil)
end)
co()
assert(co() == true)

-- A body may be used by many coroutines at once, and by itself.
local function count(n)
  for i = 1, n do yield(i) end
  if n > 1 then count(n - 1) end
end
local many = {}
for i = 1, 5 do many[i] = wrap(count) end
for i = 1, 5 do assert(many[i](i) == 1) end
assert(many[3]() == 2 and many[3]() == 3 and many[3]() == 1 and many[3]() == 2 and many[3]() == 1)
assert(many[5]() == 2)
end)

test('a step without a stack that needs one begins again and repeats nothing', function() local yield, wrap, create, resume = coroutine.yield, coroutine.wrap, coroutine.create, coroutine.resume

local made = 0
local number = setmetatable({}, {
  __add = function(a, b) made = made + 1 return yield("add") end,
  __lt = function() return yield("lt") end,
  __concat = function() return yield("concat") end,
  __unm = function() return yield("unm") end,
  __index = function(_, key) return yield(key) end,
  __newindex = function(t, key, value) yield(key) rawset(t, key, value) end,
})

-- Operators whose metamethods yield, each at the beginning of a step and once more in a later one.
local co = wrap(function(v)
  local sum, less, text, minus
  while true do
    sum = yield("next") + v
    less = v < v
    text = v .. "x"
    minus = -v
    v.written = minus
    yield(table.concat({ tostring(sum), tostring(less), text, minus, v.read }, " "))
    v.written = nil
  end
end)
local function through()
  assert(co(1) == "add" and co(2) == "lt" and co(true) == "concat")
  assert(co("c") == "unm" and co("m") == "written" and co() == "read")
  return co("r")
end
assert(co(number) == "next")
assert(through() == "2 true c m r")
assert(co() == "next")
assert(made == 1)
assert(through() == "2 true c m r")
assert(made == 2)

-- What a step has changed outside of its locals, it changes once.
local count, seen, shared = 0, {}, 0
co = wrap(function(v)
  local own = 0
  local function add() shared = shared + 1 own = own + 1 end
  for i = 1, 4 do
    count = count + 1
    seen[#seen + 1] = i
    own = own + 10
    local sum = yield(own) + v
    add()
    assert(sum == i)
  end
  return "end"
end)
assert(co(number) == 10)
for i = 1, 3 do
  assert(co(i) == "add")
  assert(co(i) == i * 11 + 10)
end
assert(co(4) == "add" and co(4) == "end")
assert(count == 4 and #seen == 4 and shared == 4)

-- A function that is only named yield: called once, in the frame of the body.
local calls = {}
local function my_yield(...)
  calls[#calls + 1] = debug.getinfo(2, "l").currentline - debug.getinfo(2, "S").linedefined
  return yield(...)
end
co = wrap(function(n)
  local sum = 0
  for i = 1, n do
    local a, b = my_yield(i, sum)
    sum = sum + a * b
  end
  my_yield(sum)
  sum = my_yield("last", sum)
  return sum
end)
local function values(...) return table.concat({ ... }, " ") end
assert(values(co(2)) == "1 0" and values(co(2, 3)) == "2 6" and values(co(4, 5)) == "26")
assert(values(co()) == "last 26" and co("done") == "done")
assert(table.concat(calls, " ") == "3 3 6 7")

-- One that fails does so in the place of its call, and ends the coroutine.
local function bad_yield() error("bad", 2) end
local body = function() for i = 1, 2 do bad_yield(i) end end
co = create(body)
local ok, message = resume(co)
assert(not ok and message:match(":(%d+): bad") == tostring(debug.getinfo(body, "S").linedefined))
assert(coroutine.status(co) == "dead")
assert(select(2, resume(co)) == "cannot resume dead coroutine")

-- Errors of a step without a stack have their place and a traceback that ends at the body.
co = create(function(t) while true do t = yield(t + 1) end end)
assert(select(2, resume(co, 1)) == 2)
ok, message = resume(co, {})
assert(not ok and message:find("attempt to perform arithmetic on local 't' (a table value)", 1, true))
assert(#debug.traceback(co):gsub("[^\n]", "") == 1)

-- Choices, loops and early ends.
co = wrap(function(list)
  local i = 0
  repeat
    i = i + 1
    local v = list[i]
    if v == "skip" then
      v = nil
    elseif v == "stop" then
      break
    elseif v and v ~= "" or i == 3 then
      yield(i, v)
    end
  until not list[i + 1]
  return "out", i
end)
assert(values(co({ "a", "skip", "", "b", "stop", "c" })) == "1 a")
assert(values(co()) == "3 " and values(co()) == "4 b" and values(co()) == "out 5")
end)
