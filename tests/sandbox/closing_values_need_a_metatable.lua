-- expect: load at line 2
local x <close> = {}
