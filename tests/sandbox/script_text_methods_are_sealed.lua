-- expect: ok
-- in script
assert(not pcall(function() ("").len = nil end) and ("abc"):len() == 3)
