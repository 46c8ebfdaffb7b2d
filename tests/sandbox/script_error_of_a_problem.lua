-- expect: ok
-- in script
local _, first = pcall(error, "one")
local _, second = pcall(error, first)
assert(second.said:find("one", 1, true))
