-- expect: unknown-word at line 3
-- in script
string.dump(print)
