-- expect: unknown-word at line 2
debug.getregistry()
