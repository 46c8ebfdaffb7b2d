-- expect: syntax
local x = 1 & 2
