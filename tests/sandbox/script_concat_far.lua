-- expect: budget
-- in script
table.concat({}, "x", 1, math.maxinteger)
