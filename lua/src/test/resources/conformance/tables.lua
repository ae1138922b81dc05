-- Tables: borders, sizes of constructors, next, table library.

test('a constructor with holes has the border that LuaJIT picks', function()
  returns('1 3 0 3', 'return #{1, nil, 3, nil}, #{nil, nil, 3}, #{n = 1, nil, nil, 3, nil}, #{1, nil, x = 1, 3}')
  returns('3', 'local a = 1 return #{a, nil, a}')
  returns('2 2 2', 'return #{1, value = nil, unpack({1, nil, 3}, 1, 3)}, #{1, unpack({1, nil, 3}, 1, 3)}, #{1, x = 1, unpack({1, nil, 3}, 1, 3)}')
  returns('0 0 1', 'return #{nil}, #{nil, nil}, #{1, nil}')
end)

-- A short text for the border and the keys in their order after each of some operations.
local function borders(source)
  local t = setfenv(assert(loadstring('return ' .. source)), {X = 1})()
  local out = {#t}
  return function(...)
    for i = 1, select('#', ...), 2 do
      local key, value = select(i, ...)
      t[key] = value
      out[#out + 1] = #t
    end
    local keys = {}
    for key in pairs(t) do keys[#keys + 1] = tostring(key) end
    return table.concat(out, ' ') .. ': ' .. table.concat(keys, ' ')
  end
end

test('a constructor makes the array part that LuaJIT makes', function()
  shows("'1 4 4 5 5: 1 4 5'", borders('{X}')(4, 1, 3, nil, 5, 1, 4, 1))
  shows("'3 3 3 3 5: 1 2 3 4 5'", borders('{1, 2, 3}')(5, 1, 6, nil, 7, nil, 4, 1))
  shows("'3 3 3 0 3: 2 3 7'", borders('{nil, X, 7}')(10, nil, 7, 1, 3, nil, 3, 1))
  shows("'1 8 8 8: 1 4 8'", borders('{[1] = X, [8] = 1}')(4, 1, 2, nil, 3, nil))
  shows("'2 2 3: 1 2 3 5 2.5 9'", borders('{[2.5] = X, [5] = 1, X, [9] = X, 7}')(4, nil, 3, 1))
end)

test('# follows the sizes of both parts as fields come and go', function()
  shows("'0 0 0 8 8 8: 1 2 3 5 8'", borders('{}')(5, 1, 8, 1, 3, 1, 2, 1, 1, 1))
  shows("'5 5 5 5 5 5: 1 2 4 5 7'", borders('{X, X, X, X, X}')(7, 1, 3, nil, 9, nil, 8, nil, 6, nil))
  shows("'4 4 4 4 4: 1 4 2.5 9'", borders('{X, X, X, X}')(2, nil, 3, nil, 9, 1, 2.5, 1))
end)

test('the key 0 lies in the array part, where there is one', function()
  shows("'2 2 2: 0 1 2 -1'", borders('{X, X}')(-1, 1, 0, 1))
  shows("'0 0 0 1: 0 1 -1'", borders('{}')(0, 1, -1, 1, 1, 1))
end)

test('next gives number keys in their order in LuaJIT', function()
  shows("'0: 33 5 19 26 40 12'", (function()
    local t, keys = {}, {}
    for i = 40, 1, -7 do t[i] = 1 end
    for key in pairs(t) do keys[#keys + 1] = key end
    return #t .. ': ' .. table.concat(keys, ' ')
  end)())
  shows("'0: 0.5 12345 -1 -0.25 1e+100'", borders('{[0.5] = 1, [-1] = 1, [1e100] = X, [12345] = 1, [-0.25] = X}')())
end)

test('constants of a constructor are set before its other entries', function()
  returns('7', 'local function f() return 7 end return ({f(), [1] = 5})[1]')
  returns('8', 'local k = 1 return ({[k] = 8, nil})[1]')
  returns('7 1', 'local function f() return 7 end local t = {x = f(), x = 1, y = 1} return t.x, t.y')
end)

test('a very large integer key is a key like any other', function()
  returns('1 2 0', 'local t = {} t[100000000] = 1 t[2 ^ 31 - 1] = 2 return t[100000000], t[2147483647], #t')
  returns('1 0', 'local t = {} t[2 ^ 40] = 1 return t[1099511627776], #t')
  returns('1 0', 'local t = {} t[-1] = 1 return t[-1], #t')
end)

test('an array may be filled from its end', function()
  returns('10 55', 'local t, s = {}, 0 for i = 10, 1, -1 do t[i] = i end for i, v in ipairs(t) do s = s + v end return #t, s')
end)

test('next gives every field once, and fields may be cleared meanwhile', function()
  returns('6 0', [[
    local t, n, left = {1, 2, 3, x = 1, y = 2, [2.5] = 3}, 0, 0
    for k in pairs(t) do n = n + 1 t[k] = nil end
    for _ in pairs(t) do left = left + 1 end
    return n, left]])
  raises("invalid key to 'next'", "next({}, 'nope')")
  returns('nil', 'return next({})')
end)

test('a field set to another value meanwhile does not disturb a traversal', function()
  returns('12', 'local t, s = {a = 1, b = 2, c = 3}, 0 for k, v in pairs(t) do t[k] = v * 2 end for _, v in pairs(t) do s = s + v end return s')
end)

test('ipairs stops at the first nil and sees what is appended', function()
  returns('2', 'local n = 0 for _ in ipairs({1, 2, nil, 4}) do n = n + 1 end return n')
  returns('5', 'local t, n = {1}, 0 for i in ipairs(t) do n = n + 1 if i < 5 then t[i + 1] = i end end return n')
end)

test('table.insert and table.remove move elements', function()
  returns("'0 1 x 2 3'", "local t = {1, 2} table.insert(t, 3) table.insert(t, 1, 0) table.insert(t, 3, 'x') return table.concat(t, ' ')")
  returns("2 '1 3' 3 '1' 1 0", [[
    local t = {1, 2, 3}
    local a = table.remove(t, 2) local rest = table.concat(t, ' ')
    local b = table.remove(t) local last = table.concat(t, ' ')
    return a, rest, b, last, table.remove(t), #t]])
  returns('0 0 0', "return select('#', table.remove({})), select('#', table.remove({1}, 5)), select('#', table.insert({}, 1))")
end)

test('table.concat takes numbers, a separator and a range', function()
  returns("'1,2.5,x' '23' '' 'a'", "return table.concat({1, 2.5, 'x'}, ','), table.concat({1, 2, 3}, '', 2), table.concat({}, ','), table.concat({'a'}, ',', 1, 1)")
  returns("''", "return table.concat({1, 2}, ',', 3)")
end)

test('table.sort orders by < or by the function given', function()
  returns("'1 2 3 5 8' '8 5 3 2 1'", [[
    local t = {5, 3, 8, 1, 2}
    table.sort(t) local up = table.concat(t, ' ')
    table.sort(t, function(a, b) return a > b end)
    return up, table.concat(t, ' ')]])
  raises("attempt to compare string with number", "table.sort({1, 'x'})")
  raises('c:1: invalid order function for sorting', "local t = {} for i = 1, 100 do t[i] = i % 7 end table.sort(t, function() return true end)")
end)

beyond('a comparison of table.sort may yield', function()
  returns("true 'y' true '1 2 3'", [[
    local t = {3, 1, 2}
    local co = coroutine.wrap(function()
      local first = true
      table.sort(t, function(a, b) if first then first = false coroutine.yield('y') end return a < b end)
      return table.concat(t, ' ')
    end)
    local a = co()
    return true, a, true, co()]])
end)

test('unpack gives a range, nils included', function()
  returns('1 nil 3', 'return unpack({1, nil, 3}, 1, 3)')
  returns('2 3', 'return unpack({1, 2, 3}, 2)')
  returns("0 0", "return select('#', unpack({}, 1, 0)), select('#', unpack({}))")
  returns('nil nil 1', 'return unpack({1}, -1, 1)')
  raises('c:1: too many results to unpack', 'unpack({}, 1, 1e7)')
end)

test('table.maxn is the largest positive key', function()
  returns('0 3 10.5', 'return table.maxn({}), table.maxn({1, nil, 3}), table.maxn({[10.5] = 1, [-1] = 2})')
end)

test('table.new and table.clear are modules of their own', function()
  local new, clear = require('table.new'), require('table.clear')
  local t = new(10, 10)
  equal(#t, 0) equal(next(t), nil)
  t[1] = 1 t.x = 1
  clear(t)
  equal(#t, 0) equal(next(t), nil)
end)

test('rawset, rawget, rawequal and rawlen-free access pass metamethods by', function()
  local t = setmetatable({}, {__index = function() return 1 end, __newindex = function() end, __eq = function() return true end})
  rawset(t, 'x', 2)
  shows('2 nil 1 false', t.x, rawget(t, 'y'), t.y, rawequal(t, {}))
end)

test('weak tables let go of what nobody else holds', function()
  local weak = setmetatable({}, {__mode = 'v'})
  local keys = setmetatable({}, {__mode = 'k'})
  local kept = {}
  weak.kept, weak.lost = kept, {}
  keys[kept], keys[{}] = 1, 2
  for _ = 1, 5 do collectgarbage() end
  local n = 0
  for _ in pairs(keys) do n = n + 1 end
  shows('true nil 1', weak.kept == kept, weak.lost, n)
end)

test('strings and numbers stay in weak tables', function()
  local weak = setmetatable({}, {__mode = 'kv'})
  weak[1], weak.x = 'text', 5
  collectgarbage()
  shows("'text' 5", weak[1], weak.x)
end)

test('__gc of userdata runs when it is unreachable', function()
  local count = 0
  do
    local p = newproxy(true)
    getmetatable(p).__gc = function() count = count + 1 end
  end
  for _ = 1, 20 do if count == 0 then collectgarbage() end end
  equal(count, 1)
end)
