-- load, loadstring, loadfile and string.dump: modes, readers, environments, names.

local function name(value)
  return type(value) == 'function' and 'loaded' or show(value)
end

test('load takes text, binary or both, and says which was not allowed', function()
  same('loaded nil nil', name(load('return 1', '=c', 't')), load('return 1', '=c', 'b'), (load('return 1', '=c', 'z')))
  same('loaded loaded', name(load('return 1', '=c', 'bt')), name(load('return 1', '=c')))
  same('nil attempt to load chunk with wrong mode', load('return 1', '=c', 'b'))
  same('nil attempt to load chunk with wrong mode', load('return 1', '=c', ''))
  local binary = string.dump(function() return 5 end)
  same('nil attempt to load chunk with wrong mode', load(binary, '=c', 't'))
  same('5 5 5', load(binary, '=c', 'b')(), load(binary, '=c', 'bt')(), load(binary)())
end)

test('load gives a chunk its environment', function()
  equal(load('return x', '=c', 't', {x = 7})(), 7)
  equal(load(string.dump(function() return x end), '=c', 'b', {x = 9})(), 9)
  same("nil c:1: unexpected symbol near '<eof>'", load('x =', '=c', 't', {}))
end)

test('load takes its text from a function, until that gives nothing', function()
  local function reader(...)
    local pieces, i = {...}, 0
    return function() i = i + 1 return pieces[i] end
  end
  equal(load(reader('ret', 'urn ', '7', '', 'x'))(), 7)
  same('loaded loaded', name(load(function() return nil end)), name(load(function() return '' end)))
  local binary, i = string.dump(function() return 5 end), 0
  equal(load(function() i = i + 1 return i <= #binary and binary:sub(i, i) or nil end, '=c', 'b')(), 5)
  same('nil e', load(function() error('e', 0) end))
  fails("bad argument #1 to '?' (function expected, got table)", load, {})
  fails("bad argument #1 to '?' (function expected, got no value)", load)
end)

test('a chunk is named in messages by its first line, cut, or by what follows = and @', function()
  fails('file.lua:1: m', loadstring('error("m")', '@file.lua'))
  fails('[string "a string that is long enough to be cut somewh..."]:1: m',
    loadstring('error("m")', 'a string that is long enough to be cut somewhere, with\nlines'))
  fails(('x'):rep(59) .. ':1: m', loadstring('error("m")', '=' .. ('x'):rep(80)))
  fails('...' .. ('y'):rep(56) .. ':1: m', loadstring('error("m")', '@' .. ('y'):rep(80)))
end)

test('loadfile and dofile pass a first line with # by, and take modes and environments', function()
  local path = os.tmpname()
  local function write(text)
    local file = assert(io.open(path, 'wb'))
    file:write(text)
    file:close()
  end
  write('#! first\nreturn y, ...')
  same('nil 3', loadfile(path)(3))
  same('4 5', loadfile(path, 't', {y = 4})(5))
  same('nil attempt to load chunk with wrong mode', (loadfile(path, 'b')), select(2, loadfile(path, 'b')):gsub('.*: ', '') .. '')
  write(string.dump(function(...) return y, ... end))
  same('4 5', loadfile(path, 'b', {y = 4})(5))
  equal(loadfile(path, 't'), nil)
  equal(dofile(path), nil)
  os.remove(path)
  same('nil cannot open /nonexistent: No such file or directory', loadfile('/nonexistent'))
end)

test('string.dump refuses what is not Lua, and load what nobody dumped', function()
  fails('unable to dump given function', string.dump, print)
  fails("bad argument #1 to '?' (function expected, got no value)", string.dump)
  equal(type(string.dump(name, true)), 'string')
  same('nil c: cannot load incompatible bytecode', load('\27Lua', '=c'))
  same('nil c: cannot load incompatible bytecode', load('\27LJx', '=c'))
end)
