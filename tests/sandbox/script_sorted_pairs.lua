-- expect: ok
-- in script
local k = {} for n in pairs { b = 1, a = 2, [1] = 3 } do k[#k + 1] = tostring(n) end assert(table.concat(k, " ") == "1 a b")
