-- expect: budget
-- in script
local s = ("x"):rep(100000) while true do print(s) end
