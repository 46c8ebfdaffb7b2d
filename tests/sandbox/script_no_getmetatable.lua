-- expect: unknown-word at line 3
-- in script
getmetatable("").__index = {}
