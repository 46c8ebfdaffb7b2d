-- expect: budget
-- in script
for i = 1, 3 do pcall(function() local t = {} for k = 1, 1e9 do t[k] = { k } end end) end
print("alive")
