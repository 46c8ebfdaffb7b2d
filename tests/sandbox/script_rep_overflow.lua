-- expect: budget
-- in script
("x"):rep(math.maxinteger, ("y"):rep(1000))
