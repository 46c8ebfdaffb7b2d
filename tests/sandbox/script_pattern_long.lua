-- expect: budget
-- in script
(("a"):rep(1000000)):match(("a"):rep(500000) .. "b.")
