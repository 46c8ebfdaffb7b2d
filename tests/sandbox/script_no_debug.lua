-- expect: unknown-word at line 3
-- in script
debug.sethook()
