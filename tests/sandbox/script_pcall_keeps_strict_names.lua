-- expect: ok
-- in script
local fine, problem = pcall(function() return os end)
assert(not fine and problem.code == "unknown-word")
