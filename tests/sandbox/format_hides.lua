-- expect: wrong-type
string.format("%s", {})
