-- expect: budget
-- in script
table.unpack({}, 1, 1e8)
