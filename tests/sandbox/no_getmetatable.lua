-- expect: unknown-word at line 2
getmetatable("").__index = nil
