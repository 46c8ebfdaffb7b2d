-- expect: unknown-word at line 2
local x = math.random()
