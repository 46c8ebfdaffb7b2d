-- expect: budget
-- in script
local s = ("x"):rep(1000000)
string.format("%s%s%s", s, s, s)
