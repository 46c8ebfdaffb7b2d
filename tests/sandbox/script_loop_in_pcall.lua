-- expect: ok
-- in script
local ok = pcall(function() error("x") end) assert(not ok)
