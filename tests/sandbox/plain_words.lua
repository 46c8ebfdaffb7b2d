-- expect: ok
local x = math.max(1, 2) assert(x == 2) for i, v in ipairs { 1, 2 } do assert(i == v) end
