-- expect: budget
-- in script
table.unpack({}, math.mininteger, math.maxinteger)
