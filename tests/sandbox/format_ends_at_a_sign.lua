-- expect: wrong-type
string.format("%")
