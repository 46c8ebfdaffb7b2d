-- expect: name-taken at line 2
print = nil
