-- expect: budget at line 2
while true do end
