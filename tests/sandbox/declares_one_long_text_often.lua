-- expect: budget
local s, t = "x", {}
for i = 1, 15 do s = s .. s end
for i = 1, 10000 do t[i] = s end
note { t }
