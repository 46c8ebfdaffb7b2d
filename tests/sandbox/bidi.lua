-- expect: bidi
local x = "‮"
