-- expect: budget
-- in script
table.move({ 1 }, 1, math.maxinteger, 2)
