-- expect: unknown-word at line 2
string.dump(print)
