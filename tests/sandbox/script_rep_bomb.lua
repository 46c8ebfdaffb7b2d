-- expect: budget
-- in script
local s = ("x"):rep(1e9) .. "y"
