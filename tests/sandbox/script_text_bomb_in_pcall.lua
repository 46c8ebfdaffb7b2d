-- expect: budget
-- in script
pcall(function() local s = "x" while true do s = s .. s end end) print("alive")
