-- The language: every construct once, its output compared with what LuaJIT 2.1 prints.
test('the language basics hold', function() local out = {}
local line = ''
local function write(...)
  for i = 1, select('#', ...) do line = line .. tostring((select(i, ...))) end
end
local function print(...)
  for i = 1, select('#', ...) do write(i > 1 and '\t' or '', (select(i, ...))) end
  for part in (line .. '\n'):gmatch('(.-)\n') do out[#out + 1] = part end
  line = ''
end
local io = {write = write}
local function constructs()
-- assignment order
do local i, t = 1, {} i, t[i] = i+1, 20 print(i, t[1], t[2]) end
do local a, b, c = (function() return 1, 2, 3 end)() print(a, b, c) end
do local a, b, c = 0, (function() return 1, 2, 3 end)() print(a, b, c) end
do local a, b = (function() return 1, 2, 3 end)(), 10 print(a, b) end
do local t = {} t[1], t[2], t[3] = (function() return 7, 8 end)() print(t[1], t[2], t[3]) end
do local x, y = 1, 2 x, y = y, x print(x, y) end
do local a = {} local function f(n) print("f", n) return n end
 a[f(1)], a[f(2)] = f(3), f(4) print(a[1], a[2]) end
do local t = setmetatable({}, {__newindex = function(t,k,v) print("set", k, v) rawset(t,k,v) end}) t.a, t.b, t.c = 1, 2, 3 end
-- closures in loops
do local fs = {} for i = 1, 3 do local j = i fs[#fs+1] = function() j = j + 1 return i, j end end print(fs[1](), fs[1](), fs[3]()) end
do local fs = {} local i = 1 while i <= 3 do local j = i fs[i] = function() j = j + 10 return j end i = i + 1 end print(fs[1](), fs[2](), fs[1]()) end
do local fs = {} local n = 0 repeat local k = n fs[#fs+1] = function() return k end n = n + 1 until k >= 2 print(fs[1](), fs[3]()) end
do local fs = {} for k, v in pairs{a=1} do fs[1] = function() k = k .. "x" return k, v end end print(fs[1](), fs[1]()) end
-- goto
for i = 1, 5 do for j = 1, 5 do if j == 3 then goto continue end if i == 3 then goto done end io.write(i, ":", j, " ") ::continue:: end end ::done:: print()
do local i = 1 ::top:: if i <= 3 then io.write(i, " ") i = i + 1 goto top end print() end
do local fs = {} do local i = 1 ::a:: local x = i fs[i] = function() x = x + 1 return x end i = i + 1 if i <= 3 then goto a end end print(fs[1](), fs[1](), fs[2](), fs[3]()) end
do goto f ::e:: print "e" goto g ::f:: print "f" goto e ::g:: print "g" end
while true do if true then break end end
repeat local z = 1 if z then break end until false
-- numeric for
for i = 3, 1 do print("never") end
for i = 3, 1, -1 do io.write(i, " ") end print()
for i = 1, 2, 0.5 do io.write(i, " ") end print()
for i = 1, 0.5 do print("never") end
for i = 0.1, 0.35, 0.1 do io.write(i, " ") end print()
for i = "1", "3" do io.write(i, " ") end print()
for i = 1, math.huge do if i > 3 then break end io.write(i, " ") end print()
for i = -1, -math.huge, -1 do if i < -3 then break end io.write(i, " ") end print()
for i = 1, 0/0 do print("never") end
for i = 1, 3 do local j = i i = 10 io.write(i, j, " ") end print()
for i = 2^53, 2^53 + 2 do io.write(("%.0f "):format(i)) break end print()
for i = 1, 3.7 do io.write(i, " ") end for i = 3.2, 1, -1 do io.write(i, " ") end print()
for i = -3, -1 do io.write(i, " ") end  for i = 5, -5, -3 do io.write(i, " ") end print()
-- varargs
local function va(...) local a, b = ... return select('#', ...), a, b, ... end
print(va()) print(va(nil)) print(va(1, nil, nil)) print((va(1, 2)))
print(select(-1, 1, 2, 3), select(2, 'a', 'b', 'c'))
local function va2(a, ...) local t = {...} return a, #t, t[1], ... end print(va2(1)) print(va2(1, 2, 3))
local function va3(...) return {n = select('#', ...), ...} end print(va3(1, nil, 3).n)
print((function(...) return ... end)(1, 2, 3))
local function cnt(...) return select('#', ...) end print(cnt(va(1)), cnt(va(1), 1), cnt((va(1))), cnt(nil, nil))
do local t = {va(1)} print(#t) t = {va(1), 1} print(#t) t = {[1] = 'x', 'y'} print(t[1]) t = {'a', [3] = 'c', 'b', x = 1, va(9)} print(#t, t[3]) end
-- and/or
print(nil and 1, false and 1, 1 and nil, 1 and 2, nil or 1, false or nil, 1 or 2, nil == false, not nil, not 0)
local function tr(x) return x and "t" or "f" end print(tr(nil), tr(0), tr(false), tr(""))
print(1 < 2 and 'lt' or 'ge', 1 > 2 and 'gt' or 'le', (1 < 2) == true, 1 == 1.0, "1" == 1, not (1 < 2))
local x = nil local y = x and x.z or "def" print(y) print((nil and 1) == nil, (false or nil) == nil)
-- string/number coercions
print("10" + 5, "3" * "4", 10 .. 20, -"2", "0x10" + 0, " 5 " + 1, pcall(function() return "a" + 1 end))
print(10 == "10", "abc" < "abd", "Z" < "a", "" < "a", pcall(function() return 1 < "2" end))
print(2^10, 7 % 3, -7 % 3, 7 % -3, -7 % -3, 5.5 % 2, 1e308 * 10, -1e308 * 10, 0/0 ~= 0/0, 3 % math.huge, -3 % math.huge)
print(1/0, -1/0, 1 % 0 ~= 1 % 0, 2^0.5, 10 / 2, 1e15, 1e16, 123456789012345678, 0.1, -0.0, 1/-0.0)
-- metamethods
local mt = {} local function mk(v) return setmetatable({v = v}, mt) end
for _, op in ipairs{"add", "sub", "mul", "div", "mod", "pow"} do mt["__" .. op] = function(a, b) return op .. ":" .. tostring(type(a) == "table" and a.v or a) .. "," .. tostring(type(b) == "table" and b.v or b) end end
mt.__unm = function(a) return "unm" .. a.v end mt.__concat = function(a, b) return "cat(" .. (type(a) == "table" and a.v or a) .. "," .. (type(b) == "table" and b.v or b) .. ")" end
mt.__eq = function(a, b) return a.v == b.v end mt.__lt = function(a, b) return a.v < b.v end mt.__le = function(a, b) return a.v <= b.v end mt.__call = function(self, ...) return self.v, ... end mt.__len = function() return 99 end
local A, B = mk(1), mk(2)
print(A + B, A - 1, 2 * A, A / B, A % 3, 2 ^ A, -A, A .. B, "s" .. A, A .. 1, "a" .. "b" .. A .. "c" .. "d")
print(A == B, A == mk(1), A ~= mk(1), A < B, A <= B, A > B, A >= B, #A, A(5, 6))
do local s = 0 for i = 1, 3 do s = s + i end local u = mk(7) s = s + u print(s) end
do local s = mk(3) for i = 1, 2 do s = mk(i) + 1 s = mk(i) end print(s.v) end
do local acc = 1 for i = 1, 3 do if i == 2 then acc = acc + mk(5) else acc = 10 * 2 end io.write(tostring(acc), " ") end print() end
mt.__index = function(t, k) return k .. "!" end print(A.foo, A[1], rawget(A, "foo")) mt.__index = {bar = 5} print(A.bar, A.baz)
mt.__newindex = function(t, k, v) rawset(t, k, v * 2) end A.q = 4 print(A.q)
-- tail calls
local function loop(n) if n == 0 then return "done" end return loop(n - 1) end print(loop(200000))
local function even(n) if n == 0 then return true end return odd(n - 1) end function odd(n) if n == 0 then return false end return even(n - 1) end print(even(100001))
local o = {f = function(self, n) if n == 0 then return "m" end return self:f(n - 1) end} print(o:f(100000))
print(select('#', (function() return end)()), (function() return nil end)())
-- env
local function g() return zzz end setfenv(g, {zzz = 42}) print(g(), zzz) 
print(getfenv(g).zzz, getfenv(1) == _G)
do local function h() setfenv(1, {print = print}) x = 5 print(x, _G) end h() end
local f = loadstring("x = 1; return function() return x end") local env = {} setfenv(f, env) print(f()(), env.x)
-- string escapes, long strings
print("a\tb\\n\65\x41\u{20ac}\z
   end", [[
line1
line2]], [==[a]]b]==], #"\0abc", '\'', "\"")
print(#[[

x]])
-- integer keys
do local t = {} t[1.0] = 'a' t[2^53] = 'b' t[-1] = 'n' t[1.5] = 'f' print(t[1], t[2^53], t[-1], t[1.5], t["1"]) t[1] = nil print(t[1], next({})) end
print(#{1, 2, nil, 4}, #{nil}, #{nil, nil, 3}, #{n = 1})
print(tostring(1e100), 1e300 * 1e10, 2^63, -2^63, 2^31, 1e5)
print(pcall(error)) print(pcall(error, nil)) print(type(select(2, pcall(error, {})))) print(select(2, pcall(error, "x", 0)), select(2, pcall(error, "x", 1)), select(2, pcall(error, "x", 2)))
print(xpcall(function() error("E") end, function(m) return "H:" .. m end)) print(xpcall(function(...) return ... end, print, 1, 2))
print(tostring(nil), tostring(true), tonumber("0x1p4"), tonumber("  12  "), tonumber("1e1"), tonumber("abc"), tonumber("10", 2), tonumber("zz", 36))
local co = coroutine.wrap(function(a) local b = coroutine.yield(a + 1) print("b", b) return "end" end) print(co(1)) print(co("B"))
print(pcall(coroutine.wrap(function() error("in co") end)))
print(coroutine.resume(coroutine.create(function() local x = nil; x() end)))
for w, n in string.gmatch("a=1, b=2", "(%w+)=(%w+)") do io.write(w, n, ";") end print()
end
local function errors()
print(0x1.8p3, 0x10, 0b101, 0xA.8, 0x.8p1, 1e2, .5, 3., 0x7fffffffffffffff, 0xffffffffffffffff)
print("\u{48}\u{7ff}\u{ffff}\u{10ffff}" == "H\223\191\239\191\191\244\143\191\191", '\z   
  abc', '\x41\065\6')
for i=-0,1 do io.write(tostring(i),' ') end print()
local function f() return error("x") end
print(pcall(f)) local function g() f() end print(pcall(g))
local function f() return error("x",2) end local function g() f() 
end print(pcall(g))
print(pcall(function() for x in nil do end end))
print(pcall(function() local t for x in t do end end))
print(pcall(function() local t = {} for x in t.x.y do end end))
print(pcall(function() for i='a',2 do end end))
print(pcall(function() for i=1,'x' do end end))
print(pcall(function() for i=1,2,{} do end end))
print(pcall(function() for i='1','2' do io.write(type(i),i) end end))
print(pcall(function() local a = 1; a.b.c = 2 end))
print(pcall(function() local a = {} ; a.b.c = 2 end))
print(pcall(function() local a = {} ; a.b() end))
print(pcall(function() local a = {} ; a:b() end))
print(pcall(function() return a.b.c end))
print(pcall(function() return a + 1 end))
print(pcall(function() local t = {} return t.x + 1 end))
print(pcall(function() local t = {} return 1 + t.x end))
print(pcall(function() local t = {} return 1 + t end))
print(pcall(function() local t = {} return t + nil end))
print(pcall(function() local t = {} return "abc" + 1 end))
print(pcall(function() local t = {} return t .. "x" end))
print(pcall(function() local t = {} return "x" .. t end))
print(pcall(function() local t = {} return "x" .. t.y .. "z" end))
print(pcall(function() local t = {} return t < 1 end))
print(pcall(function() local t = {} return t < {} end))
print(pcall(function() local t = {} return #t.x end))
print(pcall(function() local t = {} return -t end))
print(pcall(function() local t = {} return -t.x.y end))
print(pcall(function() local t = {} t[nil] = 1 end))
print(pcall(function() local t = {} t[0/0] = 1 end))
print(pcall(function() local t = {} local k = "x" return t[k].z end))
print(pcall(function() local t = {} return t[1].z end))
print(pcall(function() local t = {} return t.x.y.z end))
print(pcall(function() return ("x").y.z end))
print(pcall(function() local t t = t.x end))
print(pcall(function() return (nil)() end))
print(pcall(function() (function() end)()() end))
print(pcall(function() t = {} t.x.y() end))
print(pcall(function() string.nofn() end))
print(pcall(function() ("x"):nofn() end))
print(pcall(function() local a, b = {} ; a = a * 
 b end))
print(pcall(function() local a, b = {} ; a = a( 
 b, 
 c) 
 + 
 b
 end))
print(pcall(function() local a, b = {} ; a = b
 . c 
 . d
 end))
do local a = 1; local function f() a = 2 return 1 end; print(a + f(), a)
a = 1 print(a .. f(), a) a = 1 print(a < f(), f() > a)
a = 1 local t = {[1] = 'x', [2] = 'y'} print(t[a], (t)[a .. ''] , t[a]) end
end
constructs()
errors()
local wanted = [=====[
2	20	nil
1	2	3
0	1	2
1	10
7	8	nil
2	1
f	1
f	2
f	3
f	4
3	4
set	c	3
set	b	2
set	a	1
1	1	3	4
11	12	21
0	2
ax	axx	1
1:1 1:2 1:4 1:5 2:1 2:2 2:4 2:5 
1 2 3 
2	3	3	4
f
e
g
3 2 1 
1 1.5 2 
0.1 0.2 0.3 
1 2 3 
1 2 3 
-1 -2 -3 
101 102 103 
9007199254740992 
1 2 3 3.2 2.2 1.2 
-3 -2 -1 5 2 -1 -4 
0	nil	nil
1	nil	nil	nil
3	1	nil	1	nil	nil
2
3	b	c
1	0	nil
1	2	2	2	3
3
1	2	3
4	2	1	2
2
2
y
4	1
nil	false	nil	2	1	nil	1	false	true	false
f	t	f	t
lt	le	true	true	false	false
def
true	true
15	12	1020	-2	16	6	false	basics-language.lua:65: attempt to perform arithmetic on a string value
false	true	true	true	false	basics-language.lua:66: attempt to compare number with string
1024	1	2	-2	-1	1.5	inf	-inf	true	nan	nan
inf	-inf	true	1.4142135623731	5	1e+15	1e+16	1.2345678901235e+17	0.1	-0	-inf
add:1,2	sub:1,1	mul:2,1	div:1,2	mod:1,3	pow:2,1	unm1	cat(1,2)	cat(s,1)	cat(1,1)	abcat(1,cd)
false	true	false	true	true	false	false	0	1	5	6
add:6,7
2
20 add:20,5 20 
foo!	1!	nil
5	nil
8
done
false
m
0	nil
42	nil
42	true
5	nil
1	1
a	b\nAA€end	line1
line2	a]]b	4	'	"
2
a	b	n	f	nil
nil	nil
4	0	3	0
1e+100	inf	9.2233720368548e+18	-9.2233720368548e+18	2147483648	100000
false	nil
false	nil
table
x	x	basics-language.lua:104: x
false	H:basics-language.lua:105: E
true	1	2
nil	true	16	12	10	nil	2	1295
2
b	B
end
false	basics-language.lua:108: in co
false	basics-language.lua:109: attempt to call local 'x' (a nil value)
a1;b2;
12	16	5	10.5	1	100	0.5	3	9.2233720368548e+18	1.844674407371e+19
true	abc	AA
-0 1 
false	x
false	basics-language.lua:118: x
false	x
false	basics-language.lua:121: attempt to call a nil value
false	basics-language.lua:122: attempt to call a nil value
false	basics-language.lua:123: attempt to index field 'x' (a nil value)
false	basics-language.lua:124: 'for' initial value must be a number
false	basics-language.lua:125: 'for' limit must be a number
false	basics-language.lua:126: 'for' step must be a number
number1number2true
false	basics-language.lua:128: attempt to index local 'a' (a number value)
false	basics-language.lua:129: attempt to index field 'b' (a nil value)
false	basics-language.lua:130: attempt to call field 'b' (a nil value)
false	basics-language.lua:131: attempt to call method 'b' (a nil value)
false	basics-language.lua:132: attempt to index global 'a' (a nil value)
false	basics-language.lua:133: attempt to perform arithmetic on global 'a' (a nil value)
false	basics-language.lua:134: attempt to perform arithmetic on field 'x' (a nil value)
false	basics-language.lua:135: attempt to perform arithmetic on field 'x' (a nil value)
false	basics-language.lua:136: attempt to perform arithmetic on local 't' (a table value)
false	basics-language.lua:137: attempt to perform arithmetic on local 't' (a table value)
false	basics-language.lua:138: attempt to perform arithmetic on a string value
false	basics-language.lua:139: attempt to concatenate local 't' (a table value)
false	basics-language.lua:140: attempt to concatenate local 't' (a table value)
false	basics-language.lua:141: attempt to concatenate field 'y' (a nil value)
false	basics-language.lua:142: attempt to compare table with number
false	basics-language.lua:143: attempt to compare two table values
false	basics-language.lua:144: attempt to get length of field 'x' (a nil value)
false	basics-language.lua:145: attempt to perform arithmetic on local 't' (a table value)
false	basics-language.lua:146: attempt to index field 'x' (a nil value)
false	basics-language.lua:147: table index is nil
false	basics-language.lua:148: table index is NaN
false	basics-language.lua:149: attempt to index a nil value
false	basics-language.lua:150: attempt to index a nil value
false	basics-language.lua:151: attempt to index field 'x' (a nil value)
false	basics-language.lua:152: attempt to index field 'y' (a nil value)
false	basics-language.lua:153: attempt to index local 't' (a nil value)
false	basics-language.lua:154: attempt to call a nil value
false	basics-language.lua:155: attempt to call a nil value
false	basics-language.lua:156: attempt to index field 'x' (a nil value)
false	basics-language.lua:157: attempt to call field 'nofn' (a nil value)
false	basics-language.lua:158: attempt to call method 'nofn' (a nil value)
false	basics-language.lua:160: attempt to perform arithmetic on local 'a' (a table value)
false	basics-language.lua:161: attempt to call local 'a' (a table value)
false	basics-language.lua:168: attempt to index local 'b' (a nil value)
3	2
11	2
false	false
x	nil	x
]=====]
local i = 0
for text in wanted:gmatch('(.-)\n') do
  i = i + 1
  if out[i] ~= text then
    error('line ' .. i .. ' of the output: wanted [' .. text .. '], got [' .. tostring(out[i]) .. ']')
  end
end
assert(i == #out)
end)
