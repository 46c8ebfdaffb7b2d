-- expect: wrong-type at line 2
table.move({ 1 }, 1, 1, 1, string)
