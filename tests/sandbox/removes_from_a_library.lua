-- expect: wrong-type at line 2
table.remove(math)
