-- expect: wrong-type
-- in script
for k in pairs { [print] = 1 } do end
