-- expect: budget
local t = { 1 }
for i = 1, 31 do t = { t, t, t, t } end
note { t }
