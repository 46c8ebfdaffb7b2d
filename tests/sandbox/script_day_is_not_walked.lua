-- expect: wrong-type
-- in script
for k in pairs(day "2027-03-31") do print(k) end
