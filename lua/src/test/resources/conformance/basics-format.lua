-- string.format
test('the format basics hold', function() local function same(wanted, ...)
  local text = string.format(...)
  if text ~= wanted then error('wanted [' .. wanted .. '], got [' .. text .. ']', 2) end
end
local function fails(wanted, ...)
  local ok, message = pcall(string.format, ...)
  if ok or message ~= wanted then
    error('wanted [' .. wanted .. '], got [' .. tostring(message) .. ']', 2)
  end
end

same('1 2   3.1|a    |"b"', '%s %d %5.1f|%-5s|%q', 1, 2.7, 3.14159, 'a', 'b')
same('100%', '%d%%', 100)

-- integers
same('3', '%d', 3.99)
same('-3', '%d', -3.99)
same('3', '%d', '3.99')
same('  +7', '%+4d', 7)
same('007', '%03d', 7)
same('7  |', '%-3d|', 7)
same('  007', '%5.3d', 7)
same('', '%.0d', 0)
same('-9223372036854775808', '%d', 2^63)
same('-9223372036854775808', '%d', 0/0)
same('18446744073709551615', '%u', -1)
same('ffffffffffffffff', '%x', -1)
same('0XFF', '%#X', 255)
same('017', '%#o', 15)
same('20000000000000', '%x', 2^53)

-- reals
same('3.14', '%.2f', 3.14159)
same('1e+20', '%g', 1e20)
same('100000', '%g', 1e5)
same('1e-05', '%g', 0.00001)
same('0.1', '%.14g', 0.1)
same('0.10000000000000001', '%.17g', 0.1)
same('1.000000e+10', '%e', 1e10)
same('1.5E+300', '%.1E', 1.5e300)
same('1.', '%#.0f', 1)
same('1.00000', '%#g', 1)
same('inf -inf nan', '%f %f %f', 1/0, -1/0, 0/0)
same('  INF', '%5G', 1/0)
same('-0.000000', '%f', -0.0)
same('0x1.8p+1', '%a', 3)
same('0X1.8P+1', '%A', 3)
same('1', '%.0f', 0.5)
same('3', '%.0f', 2.5)
same('0.3', '%.1f', 0.25)

-- text
same('abc', '%.3s', 'abcdef')
same('  ab|ab  ', '%4s|%-4s', 'ab', 'ab')
same('nil true', '%s %s', nil, true)
same('X', '%s', setmetatable({}, {__tostring = function() return 'X' end}))
same('a\0b', '%s', 'a\0b')
same('A\0', '%c%c', 65, 0)
same('    A', '%5c', 65)
same('"a\\0b\\13\\\n\\"\\\\\\1272\\1"', '%q', 'a\0b\r\n"\\\1272\1')
same('"12"', '%q', 12)
assert(loadstring('return ' .. string.format('%q', '\0\1\n\r"\\\200x'))() == '\0\1\n\r"\\\200x')

-- faults
fails("invalid option '%y' to 'format'", '%y', 1)
fails("invalid option '%123' to 'format'", '%123d', 1)
fails("invalid option '%' to 'format'", '%', 1)
fails("invalid option '%5%' to 'format'", '%5%', 1)
fails("bad argument #2 to '?' (value expected)", '%d')
fails("bad argument #3 to '?' (value expected)", '%s %s', 1)
fails("bad argument #2 to '?' (number expected, got string)", '%d', 'x')
fails("bad argument #2 to '?' (number expected, got table)", '%d', {})
fails("bad argument #1 to '?' (string expected, got nil)", nil)
end)
