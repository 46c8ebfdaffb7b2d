-- expect: unknown-word
-- in script
load("x")
