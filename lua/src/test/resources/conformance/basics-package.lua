-- require, module and the library package.
test('the package basics hold', function()

-- preloaded modules
package.preload.p1 = function(...) return nil end
same('true true', require 'p1', require 'p1')
package.preload.p2 = function() package.loaded.p2 = 7 end
same('7', require 'p2')
package.preload.p3 = function(...) return {...} end
same('p3 nil', require('p3')[1], require('p3')[2])
package.preload.p4 = function() error('boom', 0) end
fails('boom', require, 'p4')
fails("loop or previous error loading module 'p4'", require, 'p4')
package.preload.p5 = function() local m = require('p5') return m end
fails("basics-package.lua:14: loop or previous error loading module 'p5'", require, 'p5')

-- files
local path, cpath = package.path, package.cpath
package.path = './?.none;/nonexistent/?.lua'
package.cpath = './?.none.so'
fails("module 'a.b' not found:\n\tno field package.preload['a.b']\n\tno file './a/b.none'"
  .. "\n\tno file '/nonexistent/a/b.lua'\n\tno file './a/b.none.so'\n\tno file './a.none.so'", require, 'a.b')
local file = os.tmpname()
package.path = file:gsub('[^/]+$', '?')
local name = file:match('[^/]*$')
local f = io.open(file, 'w')
f:write('local name = ...\nreturn {name = name}')
f:close()
same('true', require(name).name == name)
package.loaded[name] = nil
f = io.open(file, 'w')
f:write('x x')
f:close()
local ok, message = pcall(require, name)
same("error loading module 'N' from file 'F':\n\tF:1: '=' expected near 'x'",
  (message:gsub(file:gsub('%p', '%%%0'), 'F'):gsub(name:gsub('%p', '%%%0'), 'N')))
os.remove(file)
package.path, package.cpath = path, cpath

-- searchpath
same("nil \n\tno file './a/b.none'\n\tno file '/x/a/b.none'",
  package.searchpath('a.b', './?.none;/x/?.none'))
same("nil \n\tno file './a+b.none'", package.searchpath('a-b', './?.none', '-', '+'))
same('/ ; ? ! -', package.config:match('(.)\n(.)\n(.)\n(.)\n(.)'))

-- module
local function inModule()
  module('mm.x', package.seeall)
  x = 1
  return _NAME, _PACKAGE, _M == package.loaded['mm.x']
end
setfenv(inModule, _G)
same('mm.x mm. true', inModule())
same('1', mm.x.x)
assert(x == nil)
fails("bad argument #1 to '?' (table expected, got no value)", package.seeall)
name_conflict = 5
local ok, message = pcall(function() module('name_conflict') end)
assert(message:find("name conflict for module 'name_conflict'", 1, true))

local loaders = package.loaders
package.loaders = nil
fails("'package.loaders' must be a table", require, 'zz')
package.loaders = loaders
end)
