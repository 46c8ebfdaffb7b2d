-- expect: budget
-- in script
local t, k = {}, 1
for i = 0, 62 do t[k] = 1 k = k * 2 end
t[math.maxinteger] = 1 t[3] = 1 t[5] = 1
assert(#t > 1e6)
table.insert(t, 1)
