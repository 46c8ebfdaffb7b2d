-- expect: ok
-- in script
assert(not tostring({}):find("0x", 1, true)) assert(not tostring(print):find("0x", 1, true))
