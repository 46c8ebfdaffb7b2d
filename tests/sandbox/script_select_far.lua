-- expect: wrong-type
-- in script
select(math.mininteger, 1)
