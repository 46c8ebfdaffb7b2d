-- expect: unknown-word at line 2
string.pack("i4", 1)
