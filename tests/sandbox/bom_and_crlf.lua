-- expect: ok
local x = 1
