-- expect: budget
-- in script
(("a"):rep(10000)):find("(.-)%1b")
