-- The io and os libraries.
test('the io basics hold', function()
local name = os.tmpname()

-- open, write, read
same('nil /nonexistent/x: No such file or directory 2', io.open('/nonexistent/x'))
same('nil ' .. name .. ': Invalid argument 22', io.open(name, 'zz'))
same('nil /tmp: Is a directory 21', io.open('/tmp', 'w'))
local f = assert(io.open(name, 'w'))
assert(f:write('line1\n', 2.5, '\n0x10 7 abc\nlast') == true)
same('file', io.type(f))
same('25 2 25', f:seek('cur'), f:seek('set', 2), f:seek('end'))
same('true closed file', f:close(), io.type(f))
same('file (closed)', tostring(f))
fails('attempt to use a closed file', f.write, f, 'x')
assert(io.type(1) == nil and tostring(io.stdout):find('^file %(0x%x+%)$'))

f = io.open(name)
same('line1 2.5 16', f:read(), f:read('*n'), f:read('n'))
same('7 nil', f:read('*n', '*n'))
same('abc\nlast', f:read('*a'))
same('', f:read('*a'))
same('nil nil', f:read('*l'), (f:read(0)))
f:seek('set')
same(' lin e1\n', f:read(0), f:read(3), f:read('*L'))
fails("bad argument #2 to '?' (invalid format)", f.read, f, '*x')
fails("bad argument #2 to '?' (invalid option)", f.read, f, {})
fails("bad argument #2 to '?' (invalid option 'bad')", f.seek, f, 'bad')
same('nil Bad file descriptor 9', f:write('x'))
same('nil Invalid argument 22', f:seek('set', -5))
same('true true true', f:setvbuf('no'), f:setvbuf('full', 1024), f:setvbuf('line'))
f:close()

-- lines
local r = {}
for l in io.lines(name) do r[#r + 1] = l end
same('line1|2.5|0x10 7 abc|last', table.concat(r, '|'))
r = {}
for a, b in io.lines(name, 2, '*l') do r[#r + 1] = a .. '/' .. tostring(b) end
same('li/ne1|2./5|0x/10 7 abc|la/st', table.concat(r, '|'))
fails("bad argument #1 to '?' (/nonexistent: No such file or directory)", io.lines, '/nonexistent')

-- update modes
f = io.open(name, 'r+')
f:write('LINE')
f:seek('set')
same('LINE1', f:read())
f:close()
f = io.open(name, 'a+')
f:write('\nmore')
f:seek('set')
same('LINE1\n2.5\n0x10 7 abc\nlast\nmore', f:read('*a'))
f:close()
f = io.open(name, 'w+')
f:write('123')
f:seek('set', 1)
f:write('X')
f:seek('set')
same('1X3', f:read('*a'))
f:close()

-- current files
local before = io.input()
io.input(name)
same('1X3 nil', io.read(), io.read())
io.close(io.input())
io.input(before)
fails("bad argument #1 to '?' (/nonexistent: No such file or directory)", io.input, '/nonexistent')

-- temporary files and numbers
f = io.tmpfile()
f:write(' 0x1F 1e5 -3 +4 .5 nan 5e abc')
f:seek('set')
same('31 100000 -3 4 0.5 nan', f:read('*n', '*n', '*n', '*n', '*n', '*n'))
same('5  abc', f:read('*n'), f:read('*a'))
f:close()

-- pipes
local p = io.popen('echo hi; exit 3')
same('hi\n true', p:read('*a'), p:close())
p = io.popen('cat >/dev/null', 'w')
p:write('x')
same('true closed file', p:close(), io.type(p))

-- os
same('1970-01-01 00:00:00', os.date('!%Y-%m-%d %H:%M:%S', 0))
same('Thu Jan  1 00:00:01 1970', os.date('!%c', 1.9))
same('Thu|Thursday|Jan|January|001|00|4|00|70|%|01|12|AM|01/01/70| 1|1970-01-01|70|1970|12:00:00 AM|4|01|19',
  os.date('!%a|%A|%b|%B|%j|%U|%w|%W|%y|%%|%d|%I|%p|%D|%e|%F|%g|%G|%r|%u|%V|%C', 0))
same('%Q 70', os.date('%Q', 0), os.date('!%Ey', 0))
local d = os.date('!*t', 86400)
same('1970 1 2 0 0 0 6 2 false', d.year, d.month, d.day, d.hour, d.min, d.sec, d.wday, d.yday, d.isdst)
local noon = os.time({year = 2020, month = 1, day = 1})
same('2020-01-01 12:00:00', os.date('%Y-%m-%d %H:%M:%S', noon))
same('2021-01-28', os.date('%Y-%m-%d', os.time({year = 2020, month = 14, day = -3})))
fails("field 'day' missing in date table", os.time, {year = 2020})
fails("bad argument #1 to '?' (table expected, got number)", os.time, 1)
same('2 5', os.difftime(5, 3), os.difftime(5))
same('768 0 1', os.execute('exit 3'), os.execute('true'), os.execute())
assert(os.getenv('HOME') and os.getenv('SURELY_NOT_SET') == nil)
same('nil /nonexistent: No such file or directory 2', os.remove('/nonexistent'))
same('nil /nonexistent: No such file or directory 2', os.rename('/nonexistent', name))
same('C C nil', os.setlocale(), os.setlocale('C'), os.setlocale('xx'))
fails("bad argument #2 to '?' (invalid option 'bad')", os.setlocale, 'C', 'bad')
assert(type(os.clock()) == 'number' and type(os.time()) == 'number')
same('true', os.rename(name, name .. '.moved'))
same('true', os.remove(name .. '.moved'))
end)
