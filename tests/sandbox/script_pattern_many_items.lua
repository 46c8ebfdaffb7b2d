-- expect: budget
-- in script
(("a"):rep(30)):find(".-.-.-.-.-.-.-.-b")
