-- expect: wrong-type
-- in script
string.format("%p", {})
