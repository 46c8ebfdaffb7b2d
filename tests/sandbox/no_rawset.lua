-- expect: unknown-word at line 2
rawset({}, 1, 2)
