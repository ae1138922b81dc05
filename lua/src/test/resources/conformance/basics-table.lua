-- The table library and LuaJIT's table modules.
test('the table basics hold', function()

-- concat
same('1,2.5,a', table.concat({1, 2.5, 'a'}, ','))
same('2,3', table.concat({1, 2, 3}, ',', 2, 3))
same('', table.concat({}, 'x'))
same('', table.concat({1, 2}, ',', 3, 2))
same('1.51a', table.concat({1.5, 'a'}, 1))
fails("invalid value (table) at index 2 in table for 'concat'", table.concat, {1, {}, 3}, ',')
fails("invalid value (nil) at index 4 in table for 'concat'", table.concat, {1, 2, 3}, ',', 2, 5)
fails("bad argument #2 to '?' (string expected, got table)", table.concat, {1, 2}, {})

-- insert and remove
local t = {1, 2, 3}
table.insert(t, 4)
table.insert(t, 1, 0)
table.insert(t, 3, 'x')
same('0 1 x 2 3 4', unpack(t))
same('x', table.remove(t, 3))
same('4', table.remove(t))
same('0', table.remove(t, 1))
same('1 2 3', unpack(t))
same('', table.remove({}))
same('', table.remove({1}, 5))
same('3', table.remove({1, 2, 3}, nil))
t = {1, 2, 3}
table.insert(t, 6, 'x')
same('3 x', #t, t[6])
fails("wrong number of arguments to 'insert'", table.insert, {})
fails("wrong number of arguments to 'insert'", table.insert, {}, 1, 2, 3)
fails("bad argument #1 to '?' (table expected, got nil)", table.insert, nil, 1)
fails("bad argument #2 to '?' (number expected, got string)", table.insert, {}, 'x', 2)

-- sort
t = {5, 3, 1, 4, 2}
table.sort(t)
same('1 2 3 4 5', unpack(t))
table.sort(t, function(a, b) return a > b end)
same('5 4 3 2 1', unpack(t))
t = {'b', 'a', 'c', 'B'}
table.sort(t)
same('B a b c', unpack(t))
local many = {}
for i = 1, 1000 do many[i] = (i * 7919) % 1009 end
table.sort(many, function(a, b) return a < b end)
for i = 2, 1000 do assert(many[i - 1] <= many[i]) end
fails('attempt to compare string with number', table.sort, {3, 'a'})
fails('attempt to compare two table values', table.sort, {{}, {}})
fails('invalid order function for sorting', table.sort, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
  function() return true end)
fails('cmp', table.sort, {3, 2, 1}, function() error('cmp', 0) end)
fails("bad argument #2 to '?' (function expected, got number)", table.sort, {3, 1, 2}, 1)
-- elements that compare equal come out as with the algorithm of Lua 5.1
t = {}
for i = 1, 20 do t[i] = {k = i % 3, n = i} end
table.sort(t, function(a, b) return a.k < b.k end)
local order = {}
for i = 1, 20 do order[i] = t[i].n end
same('15 9 6 12 18 3 13 1 16 19 10 4 7 17 2 11 8 14 5 20', unpack(order))

-- the rest
same('2', table.getn({1, 2}))
same('10.5', table.maxn({1, 2, [10.5] = 1}))
same('0', table.maxn({[-1] = 1}))
same('1 1 2 3', unpack(table.move({1, 2, 3}, 1, 3, 2)))
same('2 3 3', unpack(table.move({1, 2, 3}, 2, 3, 1)))
same('1 2 3 9', unpack(table.move({1, 2, 3}, 1, 3, 1, {9, 9, 9, 9})))
same('b', table.foreach({a = 'b'}, function(_, v) return v end))
same('r', table.foreachi({1, 2, 3}, function(i) if i == 2 then return 'r' end end))

-- unpack and select
same('1 2 nil 4', unpack({1, 2, nil, 4}, 1, 4))
same('nil nil 1', unpack({1, 2}, -1, 1))
fails('too many results to unpack', unpack, {}, 1, 1e8)
same('3', select('#', nil, nil, nil))
same('2 3', select(2, 1, 2, 3))
same('3', select(-1, 1, 2, 3))
same('', select(9, 1))
fails("bad argument #1 to '?' (index out of range)", select, 0)

-- modules
local new, clear = require 'table.new', require 'table.clear'
t = new(4, 4)
assert(next(t) == nil)
t[1], t.x = 1, 2
clear(t)
assert(next(t) == nil and #t == 0)
local isarray, isempty, nkeys, clone =
  require 'table.isarray', require 'table.isempty', require 'table.nkeys', require 'table.clone'
same('true true false true false', isarray({}), isarray({1, 2}), isarray({a = 1}),
  isarray({1, nil, 3}), isarray({[1.5] = 1}))
same('true false', isempty({}), isempty({a = 1}))
same('3 2', nkeys({1, 2, a = 3}), nkeys({1, nil, a = 3}))
local inner = {}
local copy = clone(setmetatable({1, b = inner}, {}))
same('1 true nil', copy[1], copy.b == inner, getmetatable(copy))
assert(table.new == new and table.clone == clone)
fails("bad argument #1 to '?' (table expected, got no value)", clear)

-- a comparator may yield
if jit.version_num == 20199 then
  local co = coroutine.wrap(function()
    local list = {2, 1}
    table.sort(list, function(a, b) coroutine.yield('waiting') return a < b end)
    return list[1]
  end)
  same('waiting', co())
  same('1', co())
end
end)
