-- expect: wrong-type
-- in script
local behind = table.move(string, 1, 0, 1)
behind.len = nil
