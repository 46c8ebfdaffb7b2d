-- expect: unknown-word
-- in script
coroutine.create(print)
