-- The math and bit libraries.
test('the math basics hold', function()

-- rounding and parts
same('-1 -0 3 -4', math.floor(-0.5), math.ceil(-0.5), math.floor(3.7), math.floor(-3.2))
same('2 2 0', math.abs(-2), math.abs('-2'), math.abs(-0.0))
same('3 0.7', math.modf(3.7))
same('-3 -0.7', math.modf(-3.7))
same('inf 0', math.modf(1/0))
same('-inf -0', math.modf(-1/0))
same('0.5 4', math.frexp(8))
same('0.5 -1073', math.frexp(5e-324))
same('-0.8 -3', math.frexp(-0.1))
same('0 0', math.frexp(0))
same('8 inf 0 4', math.ldexp(0.5, 4), math.ldexp(1, 5000), math.ldexp(1, -1080), math.ldexp(1, 2.9))
same('-2 2', math.fmod(-5, 3), math.fmod(5, -3))
assert(math.fmod(5, 0) ~= math.fmod(5, 0))

-- extremes, with NaN as on x86-64
local nan = 0/0
same('3 1', math.max(1, '3', 2), math.min(1, '3', 2))
same('nan 1 nan 1', math.max(1, nan), math.max(nan, 1), math.min(1, nan), math.min(nan, 1))

-- powers and logarithms
same('3 2 3 1.8927892607144', math.log(8, 2), math.log(100, 10), math.log10(1000), math.log(8, 3))
same('-inf nan', math.log(0), math.log(-1))
same('1 1 1', math.pow(nan, 0), math.pow(1, nan), math.pow(-1, 1/0))
same('1.4142135623731 2', math.sqrt(2), math.sqrt(4))
same('180 3.1415926535898', math.deg(math.pi), math.rad(180))
same('2.3561944901923', math.atan2(1, -1))
same('1.1752011936438 1.5430806348152 0.76159415595576', math.sinh(1), math.cosh(1), math.tanh(1))
same('-0.85220084976719', math.sin(1e22))

-- random numbers are LuaJIT's
math.randomseed(42)
same('0.95607928791821 1 6', math.random(), math.random(10), math.random(5, 7))
math.randomseed(1)
same('0.32381056237864 0.013613396334358 92 -2',
  math.random(), math.random(), math.random(100), math.random(-5, 5))
math.randomseed(123.456)
same('374349212', math.random(1e9))
for _ = 1, 100 do
  local r = math.random(3)
  assert(r == 1 or r == 2 or r == 3)
end
fails("bad argument #1 to '?' (number expected, got string)", math.random, 'x')
fails("bad argument #1 to '?' (number expected, got no value)", math.randomseed)

-- bit
same('-1 -2147483648 0 2 2', bit.tobit(0xffffffff), bit.tobit(2^31), bit.tobit(0.5),
  bit.tobit(1.5), bit.tobit(2.5))
same('2147483647 0', bit.tobit(-2^31 - 1), bit.tobit(2^52 + 2^51))
same('-1 3 7 7', bit.bnot(0), bit.band(0xff, 0x0f, 3), bit.bor(1, 2, 4), bit.bxor(1, 2, 4))
same('2 -2147483648 15 -16', bit.lshift(1, 33), bit.lshift(1, -1), bit.rshift(-1, 28), bit.arshift(-256, 4))
same('1164411171 1736516421', bit.rol(0x12345678, 12), bit.ror(0x12345678, 12))
same('2018915346', bit.bswap(0x12345678))
same('000000ff 00FF 00ff ', bit.tohex(255), bit.tohex(255, -4), bit.tohex(255, 4), bit.tohex(255, 0))
same('DEADBEEF ffffffff', bit.tohex(0xdeadbeef, -8), bit.tohex(-1))
same('255', bit.tobit('0xff'))
fails("bad argument #2 to '?' (number expected, got nil)", bit.lshift, 1, nil)
fails("bad argument #1 to '?' (number expected, got no value)", bit.band)
end)
