-- Prints a Lua program of about as many lines as asked for (10,000 without an argument), of the
-- kind that gateways are made of: modules with local functions, classes with methods, tables of
-- configuration, validation, string work, closures and loops. The program runs all of it once and
-- prints a checksum, so that every function is compiled, not only loaded.
--
--   perigee lua tools/large-program.lua 10000 > large.lua && time perigee lua large.lua
local wanted = tonumber(arg and arg[1]) or 10000

local seed = 42
local function random(n)
  seed = (seed * 16807) % 2147483647
  return seed % n + 1
end

local words = { "route", "service", "plugin", "consumer", "upstream", "target", "token", "limit", "cache", "header" }
local function word() return words[random(#words)] end

local parts = {}

-- Each makes a piece of a module; %N is replaced by a number of its own.
parts.validation = [[
local function check_%N(conf)
  if type(conf) ~= "table" then
    return nil, "expected a table, got " .. type(conf)
  end
  local errors = {}
  for name, rule in pairs(schema) do
    local value = conf[name]
    if value == nil then
      if rule.required and rule.default == nil then
        errors[#errors + 1] = name .. ": required field missing"
      else
        conf[name] = rule.default
      end
    elseif rule.type and type(value) ~= rule.type then
      errors[#errors + 1] = string.format("%s: expected %s, got %s", name, rule.type, type(value))
    elseif rule.max and value > rule.max then
      errors[#errors + 1] = name .. ": value should be at most " .. rule.max
    end
  end
  if #errors > 0 then
    table.sort(errors)
    return nil, table.concat(errors, "; ")
  end
  return conf
end
M.check_%N = function() return check_%N({ WORD = "x", size = %N }) and 1 or 0 end
]]

parts.class = [[
local Class%N = {}
Class%N.__index = Class%N

function Class%N.new(name, size)
  local self = setmetatable({ name = name, size = size or 8, items = {}, hits = 0, misses = 0 }, Class%N)
  return self
end

function Class%N:get(key)
  local item = self.items[key]
  if item then
    self.hits = self.hits + 1
    return item.value
  end
  self.misses = self.misses + 1
  return nil, "not found"
end

function Class%N:set(key, value, ttl)
  if self.size <= 0 then
    return nil, "full"
  end
  self.items[key] = { value = value, expires = (ttl or 0) + %N, owner = self.name }
  return true
end

M.class_%N = function()
  local cache = Class%N.new("WORD", 16)
  for i = 1, 4 do cache:set("k" .. i, i * %N, i) end
  local sum = 0
  for i = 1, 6 do sum = sum + (cache:get("k" .. i) or 0) end
  return sum + cache.hits - cache.misses
end
]]

parts.strings = [[
local function parse_%N(text)
  local result, count = {}, 0
  for key, value in text:gmatch("([%w_]+)=([^;]*)") do
    value = value:gsub("^%s+", ""):gsub("%s+$", "")
    if value:sub(1, 1) == '"' then
      value = value:sub(2, -2):gsub('\\(.)', "%1")
    end
    result[key:lower()] = tonumber(value) or value
    count = count + 1
  end
  return result, count
end
M.parse_%N = function()
  local fields, n = parse_%N("WORD=1; name=\"a\"; Size= %N ;flag=true")
  return n + (fields.size or 0) + #(fields.name or "")
end
]]

parts.closures = [[
local function chain_%N(...)
  local handlers = { ... }
  return function(state)
    local i = 0
    local function following(value)
      i = i + 1
      local handler = handlers[i]
      if handler then
        return handler(value, following)
      end
      return value
    end
    return following(state)
  end
end
M.chain_%N = function()
  local run = chain_%N(
    function(v, nxt) return nxt(v + 1) end,
    function(v, nxt) if v %% 2 == 0 then return nxt(v * 2) else return v end end,
    function(v) return v - %N end)
  local ok, value = pcall(run, %N)
  return ok and value or 0
end
]]

parts.config = [[
M.config_%N = function()
  local conf = {
    name = "WORD-%N", enabled = true, timeout = 60000, retries = 5,
    methods = { "GET", "POST", "PUT", "DELETE" },
    limits = { second = 10, minute = %N, hour = 36000, by = "WORD" },
    headers = { ["X-WORD"] = "yes", ["Content-Type"] = "application/json" },
    nodes = { { host = "127.0.0.1", port = 80, weight = 1 }, { host = "127.0.0.2", port = 8080, weight = 2 } },
  }
  local weight = 0
  for _, node in ipairs(conf.nodes) do
    weight = weight + node.weight * (node.port > 1024 and 2 or 1)
  end
  if conf.enabled and conf.limits.minute >= conf.limits.second then
    weight = weight + #conf.methods
  elseif conf.limits.by == "consumer" then
    weight = 0
  end
  return weight
end
]]

local order = { "validation", "class", "strings", "closures", "config" }
local lines, number, modules = 0, 0, 0
local function emit(text)
  local _, n = text:gsub("\n", "")
  lines = lines + n
  io.write(text)
end

emit("local total = 0\n")
while lines < wanted do
  modules = modules + 1
  emit("do\nlocal M = {}\nlocal schema = {\n")
  for i = 1, 4 do
    emit(("  %s_%d = { type = \"%s\", default = %d },\n"):format(word(), i, "number", i))
  end
  emit("  size = { type = \"number\", max = 1e9 },\n}\n")
  for _ = 1, 12 do
    number = number + 1
    emit((parts[order[random(#order)]]:gsub("%%N", number):gsub("WORD", word()):gsub("%%%%", "%%")))
  end
  emit("for _, run in pairs(M) do total = total + run() end\nend\n")
end
emit("print(total)\n")
