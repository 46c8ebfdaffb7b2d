-- expect: not-allowed
-- in script
check { keep = true }
