-- expect: duplicate-field
local t = { a = 1, ["\x61"] = 2 }
