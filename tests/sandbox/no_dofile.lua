-- expect: unknown-word at line 2
dofile("/etc/passwd")
