-- expect: wrong-type
tostring(print)
