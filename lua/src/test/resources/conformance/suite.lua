-- What the files of the conformance suite are written with.
--
-- A file is a chunk that names its cases with test(sentence, body); beyond(sentence, body) is a case
-- about what Perigee does and LuaJIT does not, and is skipped under LuaJIT.
-- These words are globals. The same file passes under both, which proves what it expects.

-- Bytecode tells the real LuaJIT.
local suite = {luajit = string.dump(function() end):sub(2, 3) == 'LJ'}

local function literal(value)
  if type(value) == 'string' then
    return "'" .. value:gsub('[%c\\\'\127-\255]', function(c)
      return ('\\%03d'):format(c:byte())
    end) .. "'"
  elseif type(value) == 'number' then
    if value ~= value then return 'nan' end
    if value == 0 then return 1 / value < 0 and '-0' or '0' end
    return ('%.17g'):format(value)
  elseif value == nil or type(value) == 'boolean' then
    return tostring(value)
  end
  return type(value)
end

-- All values as one text: strings in quotes, numbers exact, of others the type.
function show(...)
  local texts = {}
  for i = 1, select('#', ...) do texts[i] = literal((select(i, ...))) end
  return table.concat(texts, ' ')
end

-- One value is what it should be; tables and functions by identity.
function equal(actual, expected)
  if not rawequal(actual, expected) and (actual == actual or expected == expected) then
    error('expected ' .. show(expected) .. ', got ' .. show(actual), 2)
  end
end

-- All values, each as tostring gives it, are what they should be.
function same(expected, ...)
  local texts = {}
  for i = 1, select('#', ...) do texts[i] = tostring((select(i, ...))) end
  local actual = table.concat(texts, ' ')
  if actual ~= expected then error('expected ' .. expected .. ', got ' .. actual, 2) end
end

-- All values, in the form of show, are what they should be.
function shows(expected, ...)
  local actual = show(...)
  if actual ~= expected then error('expected ' .. expected .. ', got ' .. actual, 2) end
end

local function compile(source)
  local chunk, message = loadstring(source, '=c')
  if not chunk then error('does not compile: ' .. message, 3) end
  return chunk
end

-- A source text returns these values.
function returns(expected, source, ...)
  local actual = show(compile(source)(...))
  if actual ~= expected then error('expected ' .. expected .. ', got ' .. actual, 2) end
end

-- A source text, named c, raises this error value.
function raises(expected, source, ...)
  local ok, message = pcall(compile(source), ...)
  if ok then error('expected the error ' .. show(expected) .. ', got none', 2) end
  if not rawequal(message, expected) then
    error('expected the error ' .. show(expected) .. ', got ' .. show(message), 2)
  end
end

-- A source text, named c, does not compile, for this reason.
function refuses(expected, source)
  local chunk, message = loadstring(source, '=c')
  if chunk then error('expected ' .. show(expected) .. ', but it compiles', 2) end
  if message ~= expected then error('expected ' .. show(expected) .. ', got ' .. show(message), 2) end
end

-- A function raises this error value.
function fails(expected, body, ...)
  local ok, message = pcall(body, ...)
  if ok then error('expected the error ' .. show(expected) .. ', got none', 2) end
  if not rawequal(message, expected) then
    error('expected the error ' .. show(expected) .. ', got ' .. show(message), 2)
  end
end

-- The cases of a file in order: each has a name and a body, and says whether it goes beyond LuaJIT.
function suite.cases(path)
  local cases = {}
  function test(name, body)
    cases[#cases + 1] = {name = name, body = body}
  end
  function beyond(name, body)
    cases[#cases + 1] = {name = name, body = body, beyond = true}
  end
  local source = assert(io.open(path, 'rb'))
  local file = assert(loadstring(source:read('*a'), '@' .. path:match('[^/]*$')))
  source:close()
  file()
  return cases
end

return suite
