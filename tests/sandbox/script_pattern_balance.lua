-- expect: budget
-- in script
(("("):rep(10000)):find("%b()")
