-- Functions of any size: each program here is far larger than one method of the JVM may be.
beyond('the large basics hold', function() local out = {}
local function join(...)
  local t = {...}
  for i = 1, select('#', ...) do t[i] = tostring(t[i]) end
  return table.concat(t, '\t')
end
local function gen(n, f) local t = {} for i = 1, n do t[i] = f(i) end return table.concat(t, "\n") end
local function run(name, src, ...) local f, e = loadstring(src, "=big") if not f then out[#out + 1] = name .. "\tERR\t" .. e return end out[#out + 1] = join(name, pcall(f, ...)) end
run("assign", "local x = ... " .. gen(10000, function(i) return "x = x + " .. i end) .. " return x", 1)
run("locals", "local x = ... do " .. gen(3000, function(i) return "local a" .. (i % 100) .. " = x + " .. i .. (i % 100 == 0 and " end do " or "") end) .. " end return x", 1)
run("table", "local t = {" .. gen(5000, function(i) return "'s" .. i .. "'," end) .. "} return #t, t[5000]")
run("table2", "local t = {" .. gen(3000, function(i) return "k" .. i .. " = {" .. i .. ", 'v" .. i .. "'}," end) .. "} return t.k2999[2]")
run("table3", "local y = 7 local t = {" .. gen(2000, function(i) return "{ id = " .. i .. ", name = 'n" .. i .. "', f = function() return y end, sub = {1, 2, 3} }," end) .. " ...} return #t, t[1500].name, t[1999].f(), t[2001]", "last")
run("calls", "local s, f = 0, function(a) return a end " .. gen(3000, function(i) return "s = s + f(" .. i .. ")" end) .. " return s")
run("loop", "local s = 0 for i = 1, 10 do " .. gen(500, function(i) return "s = s + i * " .. i .. " if s < 0 then break end" end) .. " end return s")
run("ret", gen(1000, function(i) return "if ... == " .. i .. " then return " .. i .. " * 2, 'x' end" end), 777)
run("retnil", gen(1000, function(i) return "if ... == " .. i .. " then return nil end" end) .. " return 1", 777)
run("elseif", "local x = ... if x == 0 then return 0 " .. gen(2000, function(i) return "elseif x == " .. i .. " then return 'r' .. x" end) .. " end", 1999)
run("goto", "local i = 0 ::top:: i = i + 1 " .. gen(500, function(i) return "if i == " .. i .. " then goto top end" end) .. " return i")
run("closures", "local fs = {} local n = 0 " .. gen(800, function(i) return "fs[" .. i .. "] = function() n = n + 1 return n + " .. i .. " end" end) .. " return fs[800](), fs[1]()")
run("funcs", gen(3000, function(i) return "function f" .. i .. "(a, b) return a + b * " .. i .. " end" end) .. " return f3000(1, 2)")
run("concat", "local s = '' " .. gen(2000, function(i) return "s = s .. 'x" .. i .. "'" end) .. " return #s")
run("fn", "local function f(a, b, ...) local s = a " .. gen(1000, function(i) return "s = s + b local z" .. i % 50 .. " = s" .. (i % 50 == 0 and " do end" or "") end):gsub("local z(%d+)", "do local z%1"):gsub("= s", "= s end") .. " return s, ... end return f(1, 2, 3, 4)")
run("err", "local t = {} " .. gen(1500, function(i) return "t.x" .. i .. " = " .. i end) .. "\nt.foo.bar = 1")
run("err2", "local t = {} " .. gen(1500, function(i) return "t.x" .. i .. " = " .. i end) .. "\nlocal q = undefinedfn()" )
run("nested", "local s = 0 for a = 1, 2 do for b = 1, 2 do " .. gen(400, function(i) return "for c = 1, 2 do s = s + a * b * c + " .. i .. " end" end) .. " end end return s")
run("while", "local s, i = 0, 0 while i < 3 do i = i + 1 local k = i " .. gen(300, function(i) return "s = s + k * " .. i end) .. " if i == 2 then goto cont end " .. gen(300, function(i) return "s = s + k" end) .. " ::cont:: end return s")
run("repeat", "local s, i = 0, 0 repeat i = i + 1 local k = i " .. gen(600, function(i) return "s = s + k * " .. i end) .. " until k == 3 return s")
run("generic", "local s = 0 for k, v in pairs{5, 6} do " .. gen(600, function(i) return "s = s + k * v + " .. i end) .. " end for i, v in ipairs{5,6} do " .. gen(600, function(i) return "s = s + i * v + " .. i end) .. " end return s")
run("nums", "return #{" .. gen(30000, function(i) return i + 0.5 .. "," end) .. "}")
run("strs", "return #{" .. gen(20000, function(i) return "'q" .. i .. "'," end) .. "}")
local wanted = [==[
assign	true	50005001
locals	true	1
table	true	5000	s5000
table2	true	v2999
table3	true	2001	n1500	7	last
calls	true	4501500
loop	true	6888750
ret	true	1554	x
retnil	true	nil
elseif	true	r1999
goto	true	501
closures	true	801	3
funcs	true	6001
concat	true	8893
fn	ERR	big:1: unexpected symbol near '+'
err	false	big:1501: attempt to index field 'foo' (a nil value)
err2	false	big:1501: attempt to call global 'undefinedfn' (a nil value)
nested	true	652400
while	true	272100
repeat	true	1081800
generic	true	741600
nums	true	30000
strs	true	20000
]==]
local i = 0
for text in wanted:gmatch('(.-)\n') do
  i = i + 1
  assert(out[i] == text, 'wanted [' .. text .. '], got [' .. tostring(out[i]) .. ']')
end
assert(i == #out)
end)
