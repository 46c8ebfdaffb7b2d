-- expect: ok
-- in script
assert(("2027-03-31"):match("^(%d%d%d%d)%-(%d%d?)%-(%d%d?)$") == "2027")
assert(("  Zoe  "):match("^%s*(.-)%s*$") == "Zoe")
assert(("a,b,c"):gsub(",", ";") == "a;b;c")
