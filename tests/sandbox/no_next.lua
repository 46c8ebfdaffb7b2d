-- expect: unknown-word at line 2
next({})
