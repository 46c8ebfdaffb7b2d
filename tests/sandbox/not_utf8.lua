-- expect: odd-characters
local x = "ÿ"
