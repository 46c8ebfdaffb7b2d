-- expect: not-allowed
-- in script
journal { accept_break = "because" }
