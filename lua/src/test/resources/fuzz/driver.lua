-- Runs generated programs, under Perigee and under LuaJIT alike, and gives back what they print.
--
--   luajit driver.lua batch      a batch is a file of programs, each behind a line with its length
--
-- The answers go to standard output in the same form. Without an argument the chunk returns the
-- function that runs one program.

local MAX_LINES, MAX_TICKS = 300, 600

local libraries = {'string', 'table', 'math', 'coroutine', 'bit'}
local functions = {
  'assert', 'error', 'getfenv', 'getmetatable', 'ipairs', 'loadstring', 'load', 'newproxy', 'next',
  'pairs', 'pcall', 'rawequal', 'rawget', 'rawset', 'select', 'setfenv', 'setmetatable', 'tonumber',
  'tostring', 'type', 'unpack', 'xpcall',
}

-- Addresses differ from run to run, and the numbers of LuaJIT's own functions from version to
-- version.
local function plain(text)
  return (text:gsub('0x%x%x%x%x%x%x+', 'ADDRESS'):gsub('%[builtin#%d+%]', '[C]'):gsub('builtin#%d+', 'ADDRESS'):gsub('%[builtin:%l+%]', '[C]'))
end

local function copy(t)
  local result = {}
  for key, value in pairs(t) do result[key] = value end
  return result
end

local function before(a, b)
  local s, t = type(a), type(b)
  if s ~= t then return s < t end
  if s == 'number' or s == 'string' then return a < b end
  if s == 'boolean' then return a and not b end
  return false
end

local function sortedKeys(t)
  local keys = {}
  for key in next, t do
    if type(key) ~= 'table' and type(key) ~= 'function' and type(key) ~= 'thread' then
      keys[#keys + 1] = key
    end
  end
  table.sort(keys, before)
  return keys
end

local function describe(value, depth)
  local kind = type(value)
  if kind == 'number' then
    if value ~= value then return 'nan' end
    return ('%.14g'):format(value)
  elseif kind == 'string' then
    value = plain(value)
    return ('%q'):format(#value > 200 and value:sub(1, 200) .. #value or value)
  elseif kind == 'nil' or kind == 'boolean' then
    return tostring(value)
  elseif kind ~= 'table' then
    return kind
  elseif depth > 2 then
    return '{...}'
  end
  local parts = {}
  for i, key in ipairs(sortedKeys(value)) do
    if i > 12 then parts[i] = '...' break end
    parts[i] = (type(key) == 'string' and key or '[' .. tostring(key) .. ']') .. '='
        .. describe(rawget(value, key), depth + 1)
  end
  return (getmetatable(value) and 'm{' or '{') .. table.concat(parts, ',') .. '}'
end

local function environment(write)
  local env = {}
  for _, name in ipairs(functions) do env[name] = _G[name] end
  for _, name in ipairs(libraries) do env[name] = copy(_G[name]) end
  function env.traceback(message)
    local text = debug.traceback(message, 2)
    if type(text) ~= 'string' then return text end
    -- The lowest frame is the interpreter's, so the last ones of a deep stack are not the same.
    local lines = 0
    return (text:gsub('\n[^\n]*driver%.lua.*', ''):gsub('\n[^\n]*', function()
      lines = lines + 1
      if lines > 10 then return '' end
    end))
  end
  env._G = env
  local ticks, lines = 0, 0
  -- Every loop and function counts, so that all programs end.
  function env.tick()
    ticks = ticks + 1
    if ticks > MAX_TICKS then error('out of ticks', 0) end
  end
  function env.print(...)
    lines = lines + 1
    if lines > MAX_LINES then return end
    local texts = {}
    for i = 1, select('#', ...) do texts[i] = describe((select(i, ...)), 0) end
    write(table.concat(texts, ' '))
  end
  function env.clip(text) return type(text) == 'string' and plain(text):sub(1, 40) or text end
  function env.sorted(t)
    if type(t) ~= 'table' then error('nothing to sort', 0) end
    local keys, i = sortedKeys(t), 0
    return function()
      i = i + 1
      if keys[i] ~= nil then return keys[i], rawget(t, keys[i]) end
    end
  end
  -- The keys in the order of next, when all are numbers; the order of others is by chance.
  function env.numbers(t)
    if type(t) ~= 'table' then return 'no table' end
    local keys = {}
    for key in next, t do
      if type(key) ~= 'number' then return 'other keys' end
      keys[#keys + 1] = tostring(key)
    end
    return table.concat(keys, ' ')
  end
  -- What is called in a generic for: LuaJIT names a value that cannot be called by what the loop's
  -- body last left in its register.
  function env.iterator(f, ...)
    local metatable = debug.getmetatable(f)
    local callable = metatable and rawget(metatable, '__call')
    if type(f) ~= 'function' and type(callable) ~= 'function' then error('no iterator', 0) end
    return f, ...
  end
  function env.try(name, body, ...)
    env.print(name, pcall(body, ...))
  end
  return env
end

local function run(source)
  local out = {}
  local function write(text)
    out[#out + 1] = plain(text)
  end
  local chunk, message = loadstring(source, '=p')
  if not chunk then return 'does not compile: ' .. message end
  setfenv(chunk, environment(write))
  local strings = getmetatable('')
  local ok, failure = pcall(chunk)
  debug.setmetatable('', strings)
  for key in pairs(strings) do if key ~= '__index' then strings[key] = nil end end
  strings.__index = string
  debug.setmetatable(nil, nil)
  debug.setmetatable(1, nil)
  if not ok then write('failed: ' .. tostring(failure)) end
  return table.concat(out, '\n')
end

local batch = ...
if not batch then return run end

local file = assert(io.open(batch, 'rb'))
while true do
  local length = file:read('*l')
  if not length then break end
  local answer = run(file:read(tonumber(length)))
  io.stdout:write(#answer, '\n', answer)
  io.stdout:flush()
end
