-- expect: budget
-- in script
local function f() return 1 + f() end
local fine, problem = pcall(f)
assert(not fine and type(problem.said) == "string")
