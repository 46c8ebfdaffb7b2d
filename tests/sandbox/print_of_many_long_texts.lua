-- expect: budget
local t, s = {}, "x"
for i = 1, 15 do s = s .. s end
for i = 1, 4096 do t[i] = s end
print(table.unpack(t))
