-- expect: unknown-word at line 2
rawget({}, 1)
