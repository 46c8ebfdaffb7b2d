-- expect: wrong-type at line 2
local behind = table.move(string, 1, 0, 1)
behind.len = nil
