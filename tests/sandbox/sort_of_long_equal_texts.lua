-- expect: budget
local half, list = "x", {}
for i = 1, 14 do half = half .. half end
for i = 1, 20000 do list[i] = half end
list[1] = half .. ""
table.sort(list)
