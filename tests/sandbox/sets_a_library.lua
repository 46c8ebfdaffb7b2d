-- expect: unknown-word
string2 = string
