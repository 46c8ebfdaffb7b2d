-- expect: ok
-- in script
assert((""):rep(math.maxinteger) == "" and ("x"):rep(-1) == "")
