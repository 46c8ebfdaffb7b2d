-- expect: budget
local s = "x"
for i = 1, 15 do s = s .. s end
for i = 1, 1e6 do local t = s .. i end
