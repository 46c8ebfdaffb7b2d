-- expect: open-text at line 2
local x = "abc
