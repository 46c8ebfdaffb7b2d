-- expect: unknown-word at line 2
coroutine.wrap(function() end)()
