-- expect: load at line 2
local x = "10" + 1
