-- expect: wrong-type
-- in script
local d = day "2027-03-31" d.year = 1
