-- expect: unknown-word at line 2
local g = _G
