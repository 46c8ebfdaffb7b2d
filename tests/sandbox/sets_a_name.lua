-- expect: unknown-word at line 2
x = 1
