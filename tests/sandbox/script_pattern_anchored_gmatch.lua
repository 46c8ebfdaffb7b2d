-- expect: budget
-- in script
for x in (("^"):rep(131072)):gmatch("^.-x") do print(x) end
