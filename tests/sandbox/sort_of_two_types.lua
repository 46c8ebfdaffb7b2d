-- expect: load
table.sort { 1, "a", {} }
