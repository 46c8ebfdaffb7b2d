-- expect: duplicate-field
local t = { a = 1, a = 2 }
