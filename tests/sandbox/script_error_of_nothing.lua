-- expect: ok
-- in script
assert(not pcall(error))
