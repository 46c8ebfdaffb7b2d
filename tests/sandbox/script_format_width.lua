-- expect: budget
-- in script
string.format("%999d", 1)
