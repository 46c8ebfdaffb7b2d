-- expect: ok
-- in script
local _, behind = pairs(string)
local fine = pcall(function() behind.len = nil end)
assert(not fine and ("abc"):len() == 3)
