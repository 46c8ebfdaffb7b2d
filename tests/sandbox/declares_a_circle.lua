-- expect: budget
local t = {}
t.t = t
note { t }
