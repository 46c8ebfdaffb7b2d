-- expect: wrong-type
-- in script
table.insert(string, 1)
