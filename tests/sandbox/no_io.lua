-- expect: unknown-word at line 2
io.open("/etc/passwd")
