-- expect: ok
-- in script
assert(select("#", ("abc"):byte(-100, 100)) == 3 and not ("abc"):byte(math.maxinteger))
