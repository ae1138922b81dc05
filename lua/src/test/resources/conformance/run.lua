-- Runs files of the conformance suite and reports each case on a line of its own:
--
--   perigee lua run.lua [file...]
--   luajit run.lua [file...]
--
-- A line is "ok", "failed" or "skipped", the file, the sentence of the case, and the reason, parted
-- by tabulators. Without names all files beside this one run. The exit status tells whether all
-- passed.

local here = arg[0]:match('^(.*/)') or './'
local suite = assert(loadfile(here .. 'suite.lua'))()

local files = {...}
if #files == 0 then
  for name in io.popen('ls ' .. here):lines() do
    if name:match('%.lua$') and name ~= 'run.lua' and name ~= 'suite.lua' then
      files[#files + 1] = name
    end
  end
end

local failures = 0
local function line(...)
  local text = table.concat({...}, '\t'):gsub('\n', '\\n')
  io.stdout:write(text, '\n')
end

for _, file in ipairs(files) do
  local name = file:match('([^/]*)%.lua$')
  for _, case in ipairs(suite.cases(here .. file)) do
    if case.beyond and suite.luajit then
      line('skipped', name, case.name, 'what Perigee does beyond LuaJIT')
    else
      local ok, reason = pcall(case.body)
      if ok then
        line('ok', name, case.name)
      else
        failures = failures + 1
        line('failed', name, case.name, tostring(reason))
      end
    end
  end
end
io.stdout:flush()
os.exit(failures == 0 and 0 or 1)
