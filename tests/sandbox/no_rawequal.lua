-- expect: unknown-word at line 2
rawequal(1, 1)
