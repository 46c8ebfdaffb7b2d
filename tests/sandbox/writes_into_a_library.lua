-- expect: wrong-type at line 2
string.len = nil
