-- expect: ok
-- in script
local fine, problem = pcall(error, {})
assert(not fine and type(problem) == "table" and type(problem.said) == "string")
