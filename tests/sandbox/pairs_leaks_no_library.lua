-- expect: wrong-type at line 3
local _, behind = pairs(string)
behind.len = nil
