-- expect: wrong-type
-- in script
local _, p = pcall(error, "x") p.said = "y"
