-- expect: unknown-word at line 3
-- in script
collectgarbage("stop")
