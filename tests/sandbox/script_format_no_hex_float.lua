-- expect: wrong-type
-- in script
string.format("%a", 1)
