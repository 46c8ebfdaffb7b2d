-- expect: budget
-- in script
(("a"):rep(8000)):find(".-" .. ("a"):rep(200) .. "b")
