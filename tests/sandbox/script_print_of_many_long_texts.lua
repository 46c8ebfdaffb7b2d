-- expect: budget
-- in script
local t, s = {}, ("x"):rep(100000)
for i = 1, 4096 do t[i] = s end
print(table.unpack(t))
