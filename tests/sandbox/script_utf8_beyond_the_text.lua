-- expect: wrong-type
-- in script
utf8.offset("abc", 1, 9)
