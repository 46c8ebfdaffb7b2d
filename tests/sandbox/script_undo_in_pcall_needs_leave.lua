-- expect: ok
-- in script
local fine, problem = pcall(undo)
assert(not fine and problem.code == "not-allowed")
