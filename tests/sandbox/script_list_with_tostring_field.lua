-- expect: ok
-- in script
assert(tostring({ __tostring = function() error("x") end }) == "list")
