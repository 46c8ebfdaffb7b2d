-- expect: wrong-type at line 2
table.insert(string, 1)
