-- expect: unknown-word at line 2
string.rep("x", 3)
