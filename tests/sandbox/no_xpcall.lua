-- expect: unknown-word at line 2
xpcall(print, print)
