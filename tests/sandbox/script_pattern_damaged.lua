-- expect: load
-- in script
("x"):find("[a")
