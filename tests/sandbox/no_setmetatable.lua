-- expect: unknown-word at line 2
setmetatable({}, { __gc = function() end })
