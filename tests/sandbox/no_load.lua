-- expect: unknown-word at line 2
load("return 1")()
