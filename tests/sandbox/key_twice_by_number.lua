-- expect: duplicate-field
local t = { "x", [1] = "y" }
