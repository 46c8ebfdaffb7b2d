-- expect: unknown-word at line 2
local function f(_ENV) return print end
